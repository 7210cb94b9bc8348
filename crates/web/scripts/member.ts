import * as Turbo from "@hotwired/turbo";

import { forgetAccepted } from "./drafts.ts";
import { YLive } from "./y-live.ts";
import { Mine } from "./mine.ts";
import { onNewParts, startPage } from "./page.ts";
import { watchReading } from "./reading.ts";

// The browser navigates by itself; Turbo only sends the forms that ask for streams, and applies streams.
Turbo.config.drive.enabled = false;
// A button that is disabled while it is answered would lose the focus.
Turbo.config.forms.submitter = "aria-disabled";

const mine = new Mine();
customElements.define("y-live", YLive);
startPage();
forgetAccepted();
mine.show();
onNewParts(() => mine.show());
watchReading();
