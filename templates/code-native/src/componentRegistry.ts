import { componentManifests } from "@prismatic-io/spectral";
import gong from "gong-manifest";

export const componentRegistry = componentManifests({ gong });
