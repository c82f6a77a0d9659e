/** Loaded on every page. Pages work without it; it spares clicks and reloads. */
import "htmx.org";
import { closeMenus, confirmations, dropEmptyFields, shortcuts } from "./forms";
import { uploads } from "./upload";

document.documentElement.dataset.script = "";
shortcuts();
closeMenus();
confirmations();
dropEmptyFields();
uploads();
