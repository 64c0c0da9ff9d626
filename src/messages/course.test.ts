import { describe, expect, test } from "vitest";
import { questions } from "~/domain/course";
import ar from "./ar/course.json";
import en from "./en/course.json";
import fr from "./fr/course.json";

describe.each(Object.entries({ en, fr, ar }))("the course in %s", (_language, course) => {
  test("asks every question with every answer, and explains each", () => {
    const asked = Object.entries(course.questions).map(([name, { answers, why }]) => {
      expect(why.length).toBeGreaterThan(30);
      return [name, Object.keys(answers)];
    });
    expect(asked).toEqual(Object.entries(questions).map(([name, { answers }]) => [name, answers]));
  });
});
