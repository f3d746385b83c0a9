import { testMistakes } from "./mistake";
import { MISTAKES_WITH_HOSTS } from "./with-hosts";

testMistakes("keeper that", MISTAKES_WITH_HOSTS);
