/** The shortest sentence on how somebody knows somebody that the API takes. */
export const LEAST = 20;
