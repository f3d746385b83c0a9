import { testMistakes } from "./mistake";
import { MISTAKES_WITH_SERVICES } from "./with-services";

testMistakes("several services, and", MISTAKES_WITH_SERVICES);
