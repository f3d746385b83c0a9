import { nameTag, stackTags } from "../../shared/tags";

test("everything of a container carries the project and the container", () => {
  expect(stackTags("games", "valheim", {})).toEqual({ Project: "games", Container: "valheim" });
});

test("everything of the shared stack carries the project alone", () => {
  expect(stackTags("games", undefined, {})).toEqual({ Project: "games" });
});

test("a person's tags come along, but never hide those by which hosts are found", () => {
  expect(stackTags("games", "valheim", { owner: "me", Project: "mine", Container: "other" })).toEqual({
    owner: "me",
    Project: "games",
    Container: "valheim",
  });
});

test("the console shows the tag Name", () => {
  expect(nameTag("games-valheim-host")).toEqual({ Name: "games-valheim-host" });
});
