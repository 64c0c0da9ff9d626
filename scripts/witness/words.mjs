// @ts-check
/** What a witness says to whoever runs it. They stand here and not with the catalogues, since this folder is taken to another machine alone. */
const en = {
  usage: "node witness.mjs new --data <folder> --name <name> --ledger <the ledger's key>\nnode witness.mjs <https address> --data <folder> [--language en|fr|ar]",
  begun: "A key was made in {folder}. Have this public key entered on the instance's page Ledger, and write the token that it shows into the file “token” of that folder:",
  outcomes: {
    "first": "The first checkpoint, of {size} entries, is kept and countersigned. From now on this history cannot be changed without being noticed here.",
    "continued": "The ledger goes on: {size} entries, and the first {kept} are as they were. Kept and countersigned.",
    "not-signed": "WRONG: the answer is not signed with the ledger's key that you were given. Either somebody else answers at this address, or the key was exchanged. Nothing was countersigned. The answer is kept in {file}.",
    "rolled-back": "WRONG: the ledger has {size} entries, and had {kept} before. Entries are missing at the end. That is so when a backup was put back, which the operator should then have told you, and when somebody took away what happened. Nothing was countersigned. Both signed checkpoints are kept in {file}.",
    "forked": "WRONG: the instance signed two different histories of {size} entries. Whoever keeps the key has shown you one thing and others another, or changed it since. Nothing was countersigned. The two signed checkpoints in {file} prove it to anybody.",
    "rewritten": "WRONG: what stands in the ledger now, {size} entries, does not begin with the {kept} entries that you saw. Something in them was changed, removed or added afterwards. Nothing was countersigned. Both signed checkpoints and what was offered as a proof are kept in {file}.",
    "not-set-up": "The folder lacks the witness's key, the ledger's key or the token. Begin with “new”.",
    "not-reached": "The instance did not answer. Nothing was found out.",
    "not-known": "The instance does not know this token, or knows it no more. Nothing was found out.",
    "not-now": "The instance could not answer now. Try again later. Nothing was found out.",
    "not-taken": "The ledger goes on and its checkpoint is kept, but the instance did not take the countersignature. Is this machine's clock right? The next visit tries again.",
  },
};

/** @type {typeof en} */
const fr = {
  usage: "node witness.mjs new --data <dossier> --name <nom> --ledger <clé du registre>\nnode witness.mjs <adresse https> --data <dossier> [--language en|fr|ar]",
  begun: "Une clé a été créée dans {folder}. Faites inscrire cette clé publique sur la page Registre de l’instance, et écrivez le jeton qu’elle affiche dans le fichier « token » de ce dossier :",
  outcomes: {
    "first": "Le premier point de contrôle, à {size} inscriptions, est gardé et contresigné. Désormais, cette histoire ne peut plus être modifiée sans que cela se voie ici.",
    "continued": "Le registre continue : {size} inscriptions, et les {kept} premières sont telles qu’elles étaient. Gardé et contresigné.",
    "not-signed": "ANOMALIE : la réponse n’est pas signée avec la clé du registre qui vous a été donnée. Soit quelqu’un d’autre répond à cette adresse, soit la clé a été échangée. Rien n’a été contresigné. La réponse est gardée dans {file}.",
    "rolled-back": "ANOMALIE : le registre compte {size} inscriptions et en comptait {kept} auparavant. Il en manque à la fin. C’est le cas quand une sauvegarde a été remise en place, ce que l’opérateur aurait alors dû vous dire, et quand quelqu’un a retiré ce qui s’est passé. Rien n’a été contresigné. Les deux points de contrôle signés sont gardés dans {file}.",
    "forked": "ANOMALIE : l’instance a signé deux histoires différentes de {size} inscriptions. Qui détient la clé vous a montré une chose et une autre à d’autres, ou l’a changée depuis. Rien n’a été contresigné. Les deux points de contrôle signés dans {file} le prouvent à quiconque.",
    "rewritten": "ANOMALIE : ce que contient le registre à présent, {size} inscriptions, ne commence pas par les {kept} inscriptions que vous avez vues. Quelque chose y a été modifié, retiré ou ajouté après coup. Rien n’a été contresigné. Les deux points de contrôle signés et ce qui a été présenté comme preuve sont gardés dans {file}.",
    "not-set-up": "Il manque dans le dossier la clé du témoin, la clé du registre ou le jeton. Commencez par « new ».",
    "not-reached": "L’instance n’a pas répondu. Rien n’a été constaté.",
    "not-known": "L’instance ne connaît pas ce jeton, ou ne le connaît plus. Rien n’a été constaté.",
    "not-now": "L’instance n’a pas pu répondre maintenant. Réessayez plus tard. Rien n’a été constaté.",
    "not-taken": "Le registre continue et son point de contrôle est gardé, mais l’instance n’a pas pris la contresignature. L’horloge de cette machine est-elle juste ? La prochaine visite réessaiera.",
  },
};

/** @type {typeof en} */
const ar = {
  usage: "node witness.mjs new --data <مجلد> --name <اسم> --ledger <مفتاح السجل>\nnode witness.mjs <عنوان https> --data <مجلد> [--language en|fr|ar]",
  begun: "أُنشئ مفتاح في {folder}. اطلب إدخال هذا المفتاح العلني في صفحة «السجل»، واكتب الرمز الذي تعرضه في الملف «token» داخل ذلك المجلد:",
  outcomes: {
    "first": "حُفظت نقطة التحقق الأولى ({size} من القيود) ووُقّعت توقيعًا ثانيًا. من الآن لا يمكن تغيير هذا التاريخ من دون أن يُلاحظ هنا.",
    "continued": "السجل مستمر: {size} من القيود، وأول {kept} منها كما كانت. حُفظت نقطة التحقق ووُقّعت توقيعًا ثانيًا.",
    "not-signed": "خلل: الجواب غير موقَّع بمفتاح السجل الذي أُعطيته. إما أن غيره يجيب في هذا العنوان، وإما أن المفتاح قد بُدِّل. لم يُوقَّع شيء. الجواب محفوظ في {file}.",
    "rolled-back": "خلل: في السجل {size} من القيود وكان فيه {kept}. تنقصه قيود في آخره. يحدث ذلك حين تُستعاد نسخة احتياطية، وكان على المشغّل عندئذ أن يخبرك، وحين يزيل أحد ما جرى. لم يُوقَّع شيء. نقطتا التحقق الموقَّعتان محفوظتان في {file}.",
    "forked": "خلل: وُقّع تاريخان مختلفان من {size} من القيود. من يملك المفتاح أراك شيئًا وأرى غيرك شيئًا آخر، أو غيّره بعد ذلك. لم يُوقَّع شيء. نقطتا التحقق الموقَّعتان في {file} تثبتان ذلك لأيٍّ كان.",
    "rewritten": "خلل: ما في السجل الآن، وهو {size} من القيود، لا يبدأ بالقيود التي رأيتها وعددها {kept}. غُيّر شيء منها أو أُزيل أو أُضيف بعد ذلك. لم يُوقَّع شيء. نقطتا التحقق الموقَّعتان وما قُدِّم برهانًا محفوظة في {file}.",
    "not-set-up": "ينقص المجلدَ مفتاحُ الشاهد أو مفتاحُ السجل أو الرمز. ابدأ بـ «new».",
    "not-reached": "لم يأت جواب. لم يتبيّن شيء.",
    "not-known": "هذا الرمز غير معروف، أو لم يعد معروفًا. لم يتبيّن شيء.",
    "not-now": "تعذّر الجواب الآن. حاول لاحقًا. لم يتبيّن شيء.",
    "not-taken": "السجل مستمر ونقطة تحققه محفوظة، لكن التوقيع الثاني لم يُقبل. هل ساعة هذا الجهاز صحيحة؟ تُعاد المحاولة في الزيارة القادمة.",
  },
};

export const words = { en, fr, ar };
