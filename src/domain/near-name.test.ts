import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { featuresOf, keyOfName, likeness, variantsOf, type Feature } from "./connection";
import type { Forces } from "./incident";

const forces = (unit: string, service: string): Forces => ({ service, unit, officers: null, plates: [], numbers: [] });
const features = (place: string, ...some: readonly Forces[]) => featuresOf({ place, kinds: ["eviction"], forces: [...some] });
const place = (text: string): Feature => features(text)[0]!;
const unit = (text: string, service = "Police"): Feature => features("x", forces(text, service))[1]!;

/** Both ways, and never without being found. */
function found(one: Feature, other: Feature): ReturnType<typeof likeness> {
  const how = likeness(one, other);
  expect(likeness(other, one)).toBe(how);
  if (how !== null) expect(variantsOf(one).filter((variant) => variantsOf(other).includes(variant))).not.toEqual([]);
  return how;
}

describe("units", () => {
  test.each([
    ["3e unité mobile", "3ème Unité Mobile"], ["3e unité mobile", "Unité mobile 3"], ["3e unité mobile", "Mobile unit 3"], ["3e unité mobile", "troisieme unite mobile"],
    ["3e unité mobile", "الوحدة المتنقلة الثالثة"], ["Mobile unit 3", "الوحدة المتنقلة ٣"], ["Third company", "3rd Company"], ["Third company", "Company III"],
    ["1re compagnie", "1ère Cie"], ["1re compagnie", "Première compagnie"], ["CRS 8", "C.R.S. 8"], ["CRS 8", "CRS n° 08"], ["CRS8", "CRS-8"], ["CRS 8", "8e CRS"],
    ["CRS 8", "Compagnie républicaine de sécurité n°8"], ["BAC Nord", "Brigade anti-criminalité nord"], ["BAC", "Brigade anticriminalité"],
    ["Escadron 14/2", "Esc. 14-2"], ["الفصيلة الأولى", "1st platoon"], ["Police aux frontières", "PAF"], ["Company D", "Cie D"], ["Section d'intervention", "section intervention"],
  ])("%s and %s may be one", (one, other) => {
    const how = found(unit(one), unit(other));
    expect(how).toBe(keyOfName(one) === keyOfName(other) ? "same" : "near");
  });

  test.each([
    ["Unit 3", "Unit 8"], ["3e unité mobile", "8e unité mobile"], ["Third company", "Fourth company"], ["CRS 8", "CRS 18"], ["CRS 8", "CRS"], ["Unit 3", "Unité mobile 3"],
    ["CRS 8", "BAC 8"], ["CRS 8", "8e compagnie"], ["Company A", "Company B"], ["Company A", "Company"], ["Unit 3a", "Unit 3b"], ["Unit 3a", "Unit 3"], ["Escadron 14/2", "Escadron 2/14"],
    ["14/2", "142"], ["الوحدة الثالثة", "الوحدة الرابعة"], ["Unit ٣", "Unit ٨"], ["Brigade nord", "Brigade sud"], ["Brigade est", "Brigade ouest"], ["Mobile squadron", "Mobile platoon"],
    ["Première compagnie", "Deuxième compagnie"], ["Company II", "Company III"], ["!!", "??"], ["de la", "du"],
  ])("%s and %s are two", (one, other) => {
    expect(found(unit(one), unit(other))).toBeNull();
  });

  test("of another service only what has the very same name may be one, or what has nearly the same where the service may be the same", () => {
    expect(found(unit("Third company", "Police"), unit("3e compagnie", "Gendarmerie"))).toBeNull();
    expect(found(unit("Third company", "Police"), unit("Third company", "Gendarmerie"))).toBe("near");
    expect(found(unit("Third company", "Police"), unit("3e compagnie", ""))).toBe("near");
    expect(found(unit("Third company", "Police aux frontières"), unit("3e compagnie", "PAF"))).toBe("near");
    expect(found(unit("Third company", "Police"), unit("3e compagnie", "الشرطة"))).toBe("near");
  });
});

describe("places", () => {
  test.each([
    ["Rue de la République", "Republique (rue de la)"], ["12 rue de Paris", "Rue de Paris 12"], ["Bd Jacquard", "Boulevard Jacquard"], ["Saint-Omer", "St Omer"], ["Ste-Marie", "Sainte Marie"],
    ["Main Street", "Main St."], ["Coquelles", "Coqueles"], ["Calais port", "Port de Calais"], ["Calias port", "Port of Calais"], ["Grande-Synthe", "Grande Synte"], ["Grande-Synthe", "غراند سانت"],
    ["Dunkerque", "دنكيرك"], ["Dunkerque", "Dunkerke"], ["Loon-Plage", "Plage de Loon"], ["Plage de Dunkerque", "شاطئ دنكيرك"], ["Sous le pont", "Under the bridge"],
    ["تحت الجسر", "Under the bridge"], ["Le pont", "الجسر"], ["المخيم الشمالي", "المخيم  شمالى"], ["A16, sortie 43", "A 16 sortie 43"], ["Œuvre", "Oeuvre"], ["Cheikh Omar", "Sheikh Omar"],
  ])("%s and %s may be one", (one, other) => {
    const how = found(place(one), place(other));
    expect(how).toBe(keyOfName(one) === keyOfName(other) ? "same" : "near");
  });

  test.each([
    ["Rue de Paris 12", "Rue de Paris 21"], ["Bridge A", "Bridge B"], ["Quai 1", "Quai 2"], ["Crossing", "Crossing 2"], ["Rue Martin", "Rue Marin"], ["Rue Marin", "Rue Maron"], ["Pont neuf", "Point neuf"],
    ["Rue de Paris", "Rue de Pierres"], ["Plage nord", "Plage sud"], ["Plage est", "Plage ouest"], ["Sous le pont", "Sur le pont"], ["Under the bridge", "The bridge"], ["Calais", "Marck"],
    ["A16, sortie 43", "A26, sortie 43"], ["A16", "N16"], ["Saint-Omer", "Saint-Pol"], ["Bateau", "Pateau"], ["باريس", "Paris"], ["Gare", "Gravelines"], ["شارع ١٢", "شارع ٢١"], ["جسر الشمال", "جسر الجنوب"],
    ["Rue du Port", "Rue du Fort"], ["Camp de Calais", "Jungle de Calais"], ["Calias Coqueles", "Calais Coquelle"],
  ])("%s and %s are two", (one, other) => {
    expect(found(place(one), place(other))).toBeNull();
  });
});

const words = ["rue", "unité", "company", "CRS", "Grande-Synthe", "الوحدة", "دنكيرك", "pont", "St", "de", "n°", "A", "l'", "mobile", "ዓዲ", "улица"];
const piece = fc.oneof(fc.constantFrom(...words), fc.nat(40).map(String), fc.nat(40).map((n) => `${n}e`), fc.string({ maxLength: 6 }));
const name = fc.array(piece, { minLength: 1, maxLength: 5 }).map((all) => `x${all.join(" ")}`);

describe("whatever they are called", () => {
  test("near is seen from both sides, is found by what both have, and is never across places and units", () => {
    fc.assert(fc.property(name, name, (one, other) => {
      found(place(one), place(other));
      found(unit(one), unit(other));
      expect(found(place(one), unit(other))).toBeNull();
    }));
  });

  test("another number is another name", () => {
    fc.assert(fc.property(name, fc.nat(99), fc.nat(99), (of, one, other) => {
      fc.pre(one !== other);
      for (const make of [place, unit]) expect(found(make(`${of} / ${one}`), make(`${of} / ${other}`))).toBeNull();
    }));
  });

  test("each has one form by which it is found, however long it is", () => {
    fc.assert(fc.property(name, (of) => {
      expect([variantsOf(place(of)).length, variantsOf(unit(of)).length]).toEqual([1, 1]);
    }));
  });
});
