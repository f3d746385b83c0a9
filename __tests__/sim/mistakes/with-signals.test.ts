import { testMistakes } from "./mistake";
import { MISTAKES_WITH_SIGNALS } from "./with-signals";

testMistakes("keeper that", MISTAKES_WITH_SIGNALS);
