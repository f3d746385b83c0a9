import { renameSync, writeFileSync } from "node:fs";
import { jsonSchema } from "./json-schema";

const file = "configs/schema.json";
writeFileSync(`${file}.new`, jsonSchema());
renameSync(`${file}.new`, file);
