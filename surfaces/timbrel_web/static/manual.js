// The manual of the HTTP routes, drawn from /api/openapi.json.

import { get } from "./core/api.js";
import { h } from "./core/h.js";

if (matchMedia("(prefers-color-scheme: dark)").matches) document.body.classList.add("dark");

const book = await get("/api/openapi.json");
const parts = new Map();
for (const [path, verbs] of Object.entries(book.paths)) {
  for (const [verb, route] of Object.entries(verbs)) {
    const name = route.tags?.[0] ?? "else";
    parts.set(name, [...(parts.get(name) ?? []), entry(verb.toUpperCase(), path, route)]);
  }
}

const names = [...parts.keys()].sort();
document.getElementById("manual").replaceChildren(
  h("h1", {}, "Timbrel over HTTP"),
  h("p", {}, `Version ${book.info.version}. Every error is a problem document (RFC 9457). `,
    h("a", { href: "/" }, "The page"), " · ", h("a", { href: "/api/openapi.json" }, "This as OpenAPI")),
  h("nav", { "aria-label": "Parts" }, names.map((name) => h("a", { href: `#${name}` }, name))),
  ...names.map((name) => h("section", { id: name }, h("h2", {}, name), parts.get(name))),
);

function entry(verb, path, route) {
  const body = schema(route.requestBody?.content?.["application/json"]?.schema);
  const fields = Object.entries(body?.properties ?? {});
  const needed = new Set(body?.required ?? []);
  return h("details", {},
    h("summary", {}, h("b", { class: verb.toLowerCase() }, verb), " ", h("code", {}, path), " ",
      h("span", {}, route.summary ?? "")),
    h("p", {}, route.description ?? ""),
    (route.parameters ?? []).map((one) => field(one.name, one.schema, one.description ?? one.in, one.required)),
    fields.map(([name, one]) => field(name, one, one.description, needed.has(name))),
    verb === "POST" && fields.length > 0 && h("pre", {}, example(path, fields, needed)));
}

function field(name, kind, says, needed) {
  return h("p", { class: "field" }, h("code", {}, name), " ", h("i", {}, kindly(kind)), " ",
    needed ? h("strong", {}, "needed") : "default" in kind ? h("i", {}, `else ${JSON.stringify(kind.default)}`) : null,
    says ? ` ${says}` : "");
}

function schema(given) {
  if (!given) return null;
  const found = given.anyOf?.find((one) => one.$ref) ?? given;
  return found.$ref ? book.components.schemas[found.$ref.split("/").pop()] : found;
}

function kindly(kind) {
  if (kind.anyOf) return kind.anyOf.filter((one) => one.type !== "null").map(kindly).join(" or ");
  if (kind.enum) return kind.enum.join(", ");
  if (kind.type === "array") return `list of ${kindly(kind.items ?? {})}`;
  return { string: "text", integer: "whole number", boolean: "true or false" }[kind.type] ?? kind.type ?? "";
}

function example(path, fields, needed) {
  const given = fields.filter(([name]) => needed.has(name)).map(([name, one]) => [name, one.type === "string" ? "…" : 0]);
  return `curl ${location.origin}${path} --json '${JSON.stringify(Object.fromEntries(given))}'`;
}
