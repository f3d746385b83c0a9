import { testMistakes } from "./mistake";
import { MISTAKES_IN_THE_STACK } from "./in-the-stack";

testMistakes("an apply with", MISTAKES_IN_THE_STACK);
