-- Tables that came in beside those of 20261128201300, in which something of an erased item stood as well.
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "ItemChecklist", "Reseal", "ResealFault" TO vouchsafe_runtime';
  END IF;
END
$$;
