/** Loaded on every page. Pages work without it; it spares clicks and reloads. */
import "htmx.org";
import { closeMenus, confirmations, dropEmptyFields, printing, shortcuts, submitOnChange } from "./forms";
import { uploads } from "./upload";

document.documentElement.dataset.script = "";
shortcuts();
closeMenus();
confirmations();
dropEmptyFields();
printing();
submitOnChange();
uploads();
