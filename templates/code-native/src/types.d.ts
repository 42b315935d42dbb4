import "@prismatic-io/spectral";

type Registry = typeof import("./componentRegistry").componentRegistry;
type Pages = typeof import("./configPages").configPages;

/** Tells spectral which components and config variables there are, so that steps and flows are checked by their types. */
declare module "@prismatic-io/spectral" {
  interface IntegrationDefinitionComponentRegistry extends Registry {}
  interface IntegrationDefinitionConfigPages extends Pages {}
}
