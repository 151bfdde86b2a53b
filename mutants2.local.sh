# each: name|file|python replace a|b
cd /tmp/w20mut
run() { name="$1"; file="$2"; a="$3"; b="$4"
 cp /tmp/w20/src/tabs/$file src/tabs/$file
 python3 - "$file" "$a" "$b" <<'PY'
import sys
f='/tmp/w20mut/src/tabs/'+sys.argv[1]; t=open(f).read()
assert sys.argv[2] in t, ('NOT FOUND', sys.argv[1:])
open(f,'w').write(t.replace(sys.argv[2],sys.argv[3],1))
PY
 echo "== $name"; timeout 60 npx tsx first.local.ts 2>&1 | tail -1 | cut -c1-260
 cp /tmp/w20/src/tabs/$file src/tabs/$file; }
run "nobody takes over from a silent leader" tabMachine.ts "  effects.push({ do: 'requestLock', steal: true });
}" "}"
run "no doubt about chats that the leader lacks" tabStore.ts "if (!isReady && open.length > 0) isInDoubt = true;" ""
run "an older state wins" tabStore.ts "const isNewer = isReady || !(isAhead || isInDoubt);" "const isNewer = true;"
