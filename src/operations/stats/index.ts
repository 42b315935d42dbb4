export * from "./activity";
export * from "./coaching";
export * from "./targets";
