import account from "./en/account.json";
import addressBook from "./en/addressBook.json";
import checklist from "./en/checklist.json";
import commands from "./en/commands.json";
import comments from "./en/comments.json";
import asking from "./en/asking.json";
import authenticatorApp from "./en/authenticatorApp.json";
import common from "./en/common.json";
import course from "./en/course.json";
import custody from "./en/custody.json";
import departure from "./en/departure.json";
import desk from "./en/desk.json";
import disclosures from "./en/disclosures.json";
import dossier from "./en/dossier.json";
import due from "./en/due.json";
import erasures from "./en/erasures.json";
import giving from "./en/giving.json";
import health from "./en/health.json";
import incidents from "./en/incidents.json";
import item from "./en/item.json";
import join from "./en/join.json";
import ledger from "./en/ledger.json";
import locked from "./en/locked.json";
import mail from "./en/mail.json";
import marks from "./en/marks.json";
import matrix from "./en/matrix.json";
import members from "./en/members.json";
import merge from "./en/merge.json";
import newKey from "./en/newKey.json";
import officers from "./en/officers.json";
import originals from "./en/originals.json";
import passkeys from "./en/passkeys.json";
import passphrase from "./en/passphrase.json";
import patterns from "./en/patterns.json";
import people from "./en/people.json";
import proving from "./en/proving.json";
import receipts from "./en/receipts.json";
import recipient from "./en/recipient.json";
import recordings from "./en/recordings.json";
import recovery from "./en/recovery.json";
import recoveryCodes from "./en/recoveryCodes.json";
import refusals from "./en/refusals.json";
import regions from "./en/regions.json";
import reseal from "./en/reseal.json";
import search from "./en/search.json";
import sessions from "./en/sessions.json";
import shell from "./en/shell.json";
import signIn from "./en/signIn.json";
import slip from "./en/slip.json";
import stewardship from "./en/stewardship.json";
import takingBack from "./en/takingBack.json";
import terms from "./en/terms.json";
import ties from "./en/ties.json";
import upload from "./en/upload.json";
import vouching from "./en/vouching.json";
import whole from "./en/whole.json";
import words from "./en/words.json";
import wraps from "./en/wraps.json";

/** Everything that a reader of English can be told. A file `src/messages/<language>/<namespace>.json` counts from its line here. */
export const catalogue = {
  account,
  addressBook,
  checklist,
  commands,
  comments,
  asking,
  authenticatorApp,
  common,
  course,
  custody,
  departure,
  desk,
  disclosures,
  dossier,
  due,
  erasures,
  giving,
  health,
  incidents,
  item,
  join,
  ledger,
  locked,
  mail,
  marks,
  matrix,
  members,
  merge,
  newKey,
  officers,
  originals,
  passkeys,
  passphrase,
  patterns,
  people,
  proving,
  receipts,
  recipient,
  recordings,
  recovery,
  recoveryCodes,
  refusals,
  regions,
  reseal,
  search,
  sessions,
  shell,
  signIn,
  slip,
  stewardship,
  takingBack,
  terms,
  ties,
  upload,
  vouching,
  whole,
  words,
  wraps,
};
export type Catalogue = typeof catalogue;
