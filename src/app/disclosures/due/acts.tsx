"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { ConfirmButton } from "~/components/confirm-button";
import { Row } from "~/components/stack";
import { answerable, type RequestKind, type ReviewersAnswer } from "~/domain/request";
import { trpc } from "~/trpc/client";

/** What a reviewer may say of a request; a deletion that is carried out says so itself. */
export function AnswerRequest({ requestId, kind }: { readonly requestId: string; readonly kind: RequestKind }) {
  const t = useTranslations("due.answers");
  const router = useRouter();
  const answer = async (said: ReviewersAnswer) => {
    await trpc.requests.answer.mutate({ requestId, answer: said });
    router.refresh();
  };
  return (
    <Row>
      {answerable[kind].map((said) => (
        <ConfirmButton
          confirmLabel={t("confirm")}
          confirmVariant="primary"
          key={said}
          label={t(said)}
          onConfirm={() => answer(said)}
          title={t(said)}
        >
          <p>{t("shown")}</p>
        </ConfirmButton>
      ))}
    </Row>
  );
}

export function TellRecipient({ noticeId }: { readonly noticeId: string }) {
  const t = useTranslations("due.notices");
  const router = useRouter();
  const tell = async () => {
    await trpc.notices.tell.mutate({ noticeId });
    router.refresh();
  };
  return (
    <Row>
      <ConfirmButton confirmLabel={t("told")} confirmVariant="primary" label={t("told")} onConfirm={tell} title={t("toldTitle")}>
        <p>{t("say")}</p>
      </ConfirmButton>
    </Row>
  );
}
