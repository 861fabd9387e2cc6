// The page: every part of it, each a custom element of its own file.

import { session } from "./core/session.js";
import "./parts/header.js";
import "./parts/play.js";
import "./parts/live.js";
import "./parts/collect.js";
import "./parts/train.js";
import "./parts/shelf.js";
import "./parts/answer.js";

session.begin();
