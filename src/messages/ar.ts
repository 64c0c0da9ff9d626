import account from "./ar/account.json";
import addressBook from "./ar/addressBook.json";
import checklist from "./ar/checklist.json";
import commands from "./ar/commands.json";
import comments from "./ar/comments.json";
import asking from "./ar/asking.json";
import authenticatorApp from "./ar/authenticatorApp.json";
import common from "./ar/common.json";
import course from "./ar/course.json";
import custody from "./ar/custody.json";
import departure from "./ar/departure.json";
import desk from "./ar/desk.json";
import disclosures from "./ar/disclosures.json";
import dossier from "./ar/dossier.json";
import due from "./ar/due.json";
import erasures from "./ar/erasures.json";
import giving from "./ar/giving.json";
import health from "./ar/health.json";
import incidents from "./ar/incidents.json";
import item from "./ar/item.json";
import join from "./ar/join.json";
import ledger from "./ar/ledger.json";
import locked from "./ar/locked.json";
import mail from "./ar/mail.json";
import marks from "./ar/marks.json";
import matrix from "./ar/matrix.json";
import members from "./ar/members.json";
import merge from "./ar/merge.json";
import newKey from "./ar/newKey.json";
import officers from "./ar/officers.json";
import originals from "./ar/originals.json";
import passkeys from "./ar/passkeys.json";
import passphrase from "./ar/passphrase.json";
import patterns from "./ar/patterns.json";
import people from "./ar/people.json";
import proving from "./ar/proving.json";
import receipts from "./ar/receipts.json";
import recipient from "./ar/recipient.json";
import recordings from "./ar/recordings.json";
import recovery from "./ar/recovery.json";
import recoveryCodes from "./ar/recoveryCodes.json";
import refusals from "./ar/refusals.json";
import regions from "./ar/regions.json";
import reseal from "./ar/reseal.json";
import search from "./ar/search.json";
import sessions from "./ar/sessions.json";
import shell from "./ar/shell.json";
import signIn from "./ar/signIn.json";
import slip from "./ar/slip.json";
import stewardship from "./ar/stewardship.json";
import takingBack from "./ar/takingBack.json";
import terms from "./ar/terms.json";
import ties from "./ar/ties.json";
import upload from "./ar/upload.json";
import vouching from "./ar/vouching.json";
import whole from "./ar/whole.json";
import words from "./ar/words.json";
import wraps from "./ar/wraps.json";
import type { Catalogue } from "./en";

export const catalogue: Catalogue = {
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
