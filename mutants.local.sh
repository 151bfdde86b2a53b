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
run "a gap requests no snapshot" follower.ts "  post(draft, { type: 'hello', isElect: false }, s.term.id);
}" "}"
run "an overtaken item is delivered at once" follower.ts "  drain(draft);
}

const isBehind" "  draft.effects.push({ do: 'deliver', item }); drain(draft);
}

const isBehind"
run "items skip the gap" follower.ts "if (item === undefined) break;" "if (item === undefined && seq < s.known) continue; if (item === undefined) break;"
run "a thawed leader does not check its lock" tabMachine.ts "if (isLeading && (passed < 0 || passed > s.rules.takeoverAfter / 2)) checkLock(draft);" ""
run "a leader ignores the loss of its lock" tabMachine.ts "      onLock(draft, false);
      return;" "      return;"
run "nobody takes over from a silent leader" tabMachine.ts "  effects.push({ do: 'requestLock', steal: true });
}" "}"
run "operations sent to a lost leader are sent again" operations.ts "(([, pending]) => pending.term === undefined)" "(([, pending]) => pending.term !== term)"
run "the leader runs what was asked of another" operations.ts "if (served !== undefined || compareTerms(message.term, s.term) !== 0) return;" "if (served !== undefined) return;"
run "sent operations are not lost with the leader" follower.ts "  loseSent(draft);
" ""
run "... nor by the one that leads next" leader.ts "  loseSent(draft); // to the leader before
" ""
run "the new term is not higher" leader.ts "{ n: s.highest.n + 1, id: s.id }" "{ n: Math.max(1, s.highest.n), id: s.id }"
run "no doubt about chats that the leader lacks" tabStore.ts "if (!isReady && open.length > 0) isInDoubt = true;" ""
run "an older state wins" tabStore.ts "const isNewer = isReady || !(isAhead || isInDoubt);" "const isNewer = true;"
run "the last messages of a lacking chat are not fetched" tabStore.ts "    take(pastMessages(chatId, messages, scheduler.now()));
" ""
run "the new leader does not ask who knows more" leader.ts "if (s.best === undefined || s.isFetchingBest) {" "if (true) {"
run "a stale check of the lock counts" tabMachine.ts "if (s.isUnsure && event.check === s.check)" "if (s.isUnsure)"
