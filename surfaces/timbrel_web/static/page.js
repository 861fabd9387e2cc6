// The page: every part of it, each a custom element of its own file.

import { session } from "./core/session.js";
import "./parts/header.js";
import "./parts/play.js";

session.begin();

// The other rooms come once the first one stands.
const standing = (tag) => new Promise((resolve) => {
  const look = () => (document.querySelector(`${tag} > *`) ? resolve() : setTimeout(look, 50));
  look();
});

standing("timbrel-play").then(() => Promise.all(["live", "collect", "train", "shelf", "answer"].map((part) => import(`./parts/${part}.js`))));
