"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { SelectField, TextField } from "~/components/field";
import { Facts, Stack } from "~/components/stack";
import { settingNames, type SettingName } from "~/domain/vouching";
import type { Outputs } from "~/trpc/types";
import { Propose } from "./propose";

/** The instance's numbers, and a proposal to change one. */
export function Settings({ settings }: { settings: Outputs["motions"]["list"]["settings"] }) {
  const t = useTranslations("stewardship.settings");
  const together = useTranslations("stewardship.together");
  const [name, setName] = useState<SettingName>("vouches");
  const [value, setValue] = useState("");
  const chosen = settings.find((each) => each.name === name);
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <Facts>
          {settings.map((setting) => (
            <div key={setting.name}>
              <dt>{t(`names.${setting.name}`)}</dt>
              <dd>{t("now", { value: setting.value, preset: setting.preset, least: setting.least, most: setting.most })}</dd>
            </div>
          ))}
        </Facts>
        <Propose label={together("propose")} motion={() => ({ kind: "setting", name, value: Number(value) })}>
          <SelectField
            label={t("which")}
            onChange={(event) => setName(settingNames.find((each) => each === event.target.value) ?? name)}
            required
            value={name}
          >
            {settingNames.map((each) => (
              <option key={each} value={each}>
                {t(`names.${each}`)}
              </option>
            ))}
          </SelectField>
          <TextField
            inputMode="numeric"
            label={t("value")}
            max={chosen?.most}
            min={chosen?.least}
            onChange={(event) => setValue(event.target.value)}
            required
            step={1}
            type="number"
            value={value}
          />
        </Propose>
      </Stack>
    </Card>
  );
}
