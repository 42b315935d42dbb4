export * from "./assign";
export * from "./bulk";
export * from "./lists";
export * from "./unassign";
