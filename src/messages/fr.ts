import account from "./fr/account.json";
import addressBook from "./fr/addressBook.json";
import checklist from "./fr/checklist.json";
import commands from "./fr/commands.json";
import comments from "./fr/comments.json";
import asking from "./fr/asking.json";
import authenticatorApp from "./fr/authenticatorApp.json";
import common from "./fr/common.json";
import course from "./fr/course.json";
import custody from "./fr/custody.json";
import departure from "./fr/departure.json";
import desk from "./fr/desk.json";
import disclosures from "./fr/disclosures.json";
import dossier from "./fr/dossier.json";
import due from "./fr/due.json";
import erasures from "./fr/erasures.json";
import giving from "./fr/giving.json";
import health from "./fr/health.json";
import incidents from "./fr/incidents.json";
import item from "./fr/item.json";
import join from "./fr/join.json";
import ledger from "./fr/ledger.json";
import locked from "./fr/locked.json";
import mail from "./fr/mail.json";
import marks from "./fr/marks.json";
import matrix from "./fr/matrix.json";
import members from "./fr/members.json";
import merge from "./fr/merge.json";
import newKey from "./fr/newKey.json";
import officers from "./fr/officers.json";
import originals from "./fr/originals.json";
import passkeys from "./fr/passkeys.json";
import passphrase from "./fr/passphrase.json";
import patterns from "./fr/patterns.json";
import people from "./fr/people.json";
import proving from "./fr/proving.json";
import receipts from "./fr/receipts.json";
import recipient from "./fr/recipient.json";
import recordings from "./fr/recordings.json";
import recovery from "./fr/recovery.json";
import recoveryCodes from "./fr/recoveryCodes.json";
import refusals from "./fr/refusals.json";
import regions from "./fr/regions.json";
import reseal from "./fr/reseal.json";
import search from "./fr/search.json";
import sessions from "./fr/sessions.json";
import shell from "./fr/shell.json";
import signIn from "./fr/signIn.json";
import slip from "./fr/slip.json";
import stewardship from "./fr/stewardship.json";
import takingBack from "./fr/takingBack.json";
import terms from "./fr/terms.json";
import ties from "./fr/ties.json";
import upload from "./fr/upload.json";
import vouching from "./fr/vouching.json";
import whole from "./fr/whole.json";
import words from "./fr/words.json";
import wraps from "./fr/wraps.json";
import type { Catalogue } from "./en";
import { inFrench } from "./french";

export const catalogue: Catalogue = inFrench({
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
});
