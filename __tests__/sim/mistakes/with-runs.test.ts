import { testMistakes } from "./mistake";
import { MISTAKES_WITH_RUNS } from "./with-runs";

testMistakes("a keeper that", MISTAKES_WITH_RUNS);
