import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { buildSchema, graphql } from "graphql";

const schema = buildSchema(readFileSync(new URL("publish.graphql", import.meta.url), "utf8"));

const bytesOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/**
 * A stand-in for the platform on 127.0.0.1. It takes publications and uploads, remembers them, and refuses whatever
 * the schema does not name.
 */
export const startStandIn = async () => {
  /** What was asked, in order: names of queries and mutations, and uploads. */
  const log = [];
  /** The inputs of the publications that were accepted. */
  const publications = [];
  /** Bytes by upload path. */
  const uploads = new Map();
  /** The signature of the newest package by component key, as the platform computes it. */
  const signatureOf = (key) => {
    const uploaded = uploads.get(`/upload/${key}/package`);
    return uploaded ? createHash("sha1").update(uploaded.bytes).digest("hex") : null;
  };

  const root = {
    authenticatedUser: () => ({
      id: "VXNlcjox",
      name: "Ada Reyes",
      email: "ada.reyes@northwind.example",
      tenantId: "northwind",
      org: { id: "T3JnOjE=", name: "Northwind Robotics" },
      customer: null,
    }),
    components: ({ key }) => {
      const signature = signatureOf(key);
      return { nodes: signature ? [{ id: key, signature, versionNumber: publications.length }] : [] };
    },
    publishComponent: ({ input }) => {
      publications.push(input);
      const { key } = input.definition;
      const address = (name) => `${url}/upload/${key}/${name}`;
      const icons = (member, kind) =>
        input.connections
          .filter((connection) => connection[member])
          .map((connection) => ({
            connectionKey: connection.key,
            iconUploadUrl: address(`${connection.key}/${kind}`),
          }));
      return {
        errors: [],
        publishResult: {
          component: { id: key, signature: null, versionNumber: publications.length },
          iconUploadUrl: address("icon"),
          packageUploadUrl: address("package"),
          sourceUploadUrl: null,
          connectionIconUploadUrls: icons("iconPath", "icon"),
          connectionAvatarIconUploadUrls: icons("avatarIconPath", "avatar"),
        },
      };
    },
  };

  const server = createServer(async (request, response) => {
    const bytes = await bytesOf(request);
    if (request.method === "PUT" && request.url.startsWith("/upload/")) {
      log.push(`PUT ${request.url}`);
      uploads.set(request.url, { bytes, contentType: request.headers["content-type"] });
      return void response.writeHead(200).end();
    }
    const isAllowed = request.headers.authorization === "Bearer rehearsal";
    if (request.method !== "POST" || !request.url.startsWith("/api") || !isAllowed) {
      log.push(`refused ${request.method} ${request.url}`);
      return void response.writeHead(isAllowed ? 404 : 401).end();
    }
    const { query, variables } = JSON.parse(bytes.toString());
    log.push(query.match(/authenticatedUser|publishComponent|components/)?.[0] ?? "unknown");
    const answer = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, log, publications, uploads, close: () => new Promise((resolve) => server.close(resolve)) };
};
