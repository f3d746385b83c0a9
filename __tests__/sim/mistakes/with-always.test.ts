import { testMistakes } from "./mistake";
import { MISTAKES_WITH_ALWAYS } from "./with-always";

testMistakes("keeper that", MISTAKES_WITH_ALWAYS);
