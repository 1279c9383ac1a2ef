# Ce que disent les verdicts, en français.

headline-genuine = Authentique
headline-already-dispensed-here = Déjà délivrée ici
headline-already-used-elsewhere = Déjà utilisée ailleurs
headline-do-not-use = Ne pas utiliser
headline-not-recognised = Non reconnue
headline-suspicious = Suspecte
headline-could-not-check = Non vérifiable

duration-seconds = { $n ->
    [one] { $n } seconde
   *[other] { $n } secondes
}
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
duration-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
duration-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
ago-seconds = { $n ->
    [one] il y a { $n } seconde
   *[other] il y a { $n } secondes
}
ago-minutes = { $n ->
    [one] il y a { $n } minute
   *[other] il y a { $n } minutes
}
ago-hours = { $n ->
    [one] il y a { $n } heure
   *[other] il y a { $n } heures
}
ago-days = { $n ->
    [one] il y a { $n } jour
   *[other] il y a { $n } jours
}

as-said = { $said }
unknown-product = Aucun fabricant n'a enregistré de produit avec le GTIN { $gtin }.
unknown-batch = Le fabricant de ce produit n'a enregistré aucun lot { $lot }.
unknown-serial = Le numéro de série { $serial } et la preuve qui l'accompagne ne sont ceux d'aucune boîte de ce lot.
no-proof = Le code ne porte pas la preuve de son numéro de série, et personne qui la conserve n'a été interrogé.
no-pack-record = La chaîne n'a pas donné de réponse sur cette boîte précise.
expiry-mismatch = La date de péremption sur la boîte n'est pas celle que le fabricant a donnée à ce lot ({ $expiry }).
expired = Ce lot est périmé depuis le { $expiry }.
recalled-product = Tous les lots de ce produit sont rappelés ({ $danger }).
recalled-lot = Ce lot est rappelé ({ $danger }).
recalled-pack = Cette boîte est rappelée, avec d'autres de son lot ({ $danger }).
recall-class-1 = classe I : danger de mort ou risque grave pour la santé
recall-class-2 = classe II : peut nuire à la santé
recall-class-3 = classe III : ne devrait pas nuire à la santé
withdrawn-product = Ce produit a été retiré du marché.
withdrawn-lot = Ce lot a été retiré du marché.
not-released = Le fabricant n'a pas libéré ce lot pour la vente.
cold-chain = En chemin, cette boîte a été plus chaude ou plus froide que permis, et le fabricant ne l'a pas validée.
proven-active = Le fabricant a enregistré cette boîte, et elle est active.
already-dispensed-here = Votre pharmacie a délivré cette boîte.
already-dispensed-elsewhere = Une boîte portant ce code a déjà été remise à un patient.
already-used-exported = Une boîte portant ce code a été exportée.
already-used-sample = Une boîte portant ce code a été prélevée comme échantillon par une autorité.
already-used-free-sample = Une boîte portant ce code a été donnée comme échantillon gratuit.
already-used-repackaged = Une boîte portant ce code a été sortie pour être reconditionnée.
stolen = Cette boîte est signalée volée.
destroyed = Cette boîte est enregistrée comme détruite.
locked = Cette boîte est retenue pendant une enquête.
quarantined = Cette boîte est en quarantaine.
unknown-state = La boîte est dans un état que ce programme ne connaît pas. Mettez le programme à jour.
holder-not-authorised = D'après les registres, celui qui détient cette boîte n'a pas le droit d'exercer actuellement.
not-with-pharmacy = D'après les registres, cette boîte n'est pas encore arrivée dans une pharmacie.
wrong-custodian = D'après les registres, cette boîte est chez quelqu'un d'autre et n'est pas en route vers vous.
compare-expiry = Le code ne porte pas de date de péremption. Le fabricant a donné à ce lot { $expiry } : comparez avec la boîte.
not-yet-received = La livraison contenant cette boîte reste à réceptionner : réceptionnez-la avant toute autre chose.
development-chain = C'est une chaîne de développement : n'importe qui peut en faire les blocs. Réglez le point de contrôle de la vraie chaîne.
custodian-not-checked = On n'a pas vérifié si la boîte doit être chez vous : aucun GLN de votre organisation n'est réglé.
node-dropped = Un nœud a donné une réponse fausse et n'est plus interrogé : { $node }. Prévenez son exploitant.
anomaly = Rien dans le registre ne parle contre cette boîte, mais ses scans sont inhabituels : { $reasons }.
anomaly-and = { " ; " }
seen-far-away = D'après une passerelle, ce code a été scanné à environ { $kilometres } km d'ici il y a à peu près { $hours } heures : l'une des deux boîtes serait une copie. Ce n'est pas prouvé. Comparez la boîte avec une autre de son lot avant de la délivrer.
offline = Vérifié sans réseau d'après des données vieilles de { $age } ; ce qui s'est passé depuis n'est pas connu.
clock-behind = L'horloge de cet appareil retarde de { $minutes } minutes sur celle de la chaîne. Réglez-la et scannez de nouveau.
stale-node = Les données les plus récentes de ce nœud ont { $minutes } minutes. Un rappel survenu depuis serait manqué.
stale-snapshot = Les données disponibles ont { $age }, et peuvent avoir { $most } au plus : un rappel survenu depuis serait manqué. Prenez un instantané plus récent, ou scannez avec le réseau.
may-have-changed = { $finding } C'était { $ago } ; cela a pu changer depuis.
bad-lot = Le lot est plus long qu'un lot ne peut l'être.
unknown-participant = Aucun participant n'a le GLN { $gln } réglé dans ce scanner.
scanner-misconfigured = Votre scanner est mal réglé ; cela ne dit rien contre la boîte. Il semble que { $faults }.
fault-and = { " ; et que " }
fault-caps-lock = majuscules et minuscules sont échangées : désactivez Verr. Maj
fault-upper-case = toutes les lettres arrivent en majuscules : que le scanner conserve la casse
fault-lower-case = toutes les lettres arrivent en minuscules : que le scanner conserve la casse
fault-german-layout = le scanner tape pour un clavier américain : réglez-le sur le clavier allemand
fault-french-layout = le scanner tape pour un clavier américain : réglez-le sur le clavier français
fault-other-separator = le séparateur arrive comme un autre caractère : que le scanner envoie FNC1 comme GS (ASCII 29)
fault-lost-separator = le séparateur est perdu : que le scanner envoie FNC1 comme GS (ASCII 29)
fault-broken-prefix = l'identifiant de symbologie arrive en morceaux : activez-le ou désactivez-le en entier
fault-trailing-characters = un caractère suit le code : que le scanner n'envoie pas de suffixe
incomplete-code = Il manque au code : { $missing }. Il ne désigne donc pas une seule boîte.
element-gtin = GTIN
element-serial = numéro de série
element-lot = lot
not-gs1 = Ce n'est pas un code GS1 valide : { $why } (au caractère { $at }).
next-incomplete-code = Scannez le code à deux dimensions près de la date de péremption ; le code-barres d'un produit ne suffit pas.
next-not-gs1 = Comparez le code avec la boîte caractère par caractère, ou scannez-le au lieu de le saisir.

next-genuine-not-received = Réceptionnez d'abord la livraison contenant cette boîte.
next-genuine-far-away-pharmacist = Regardez la boîte de près : impression, scellé, notice. Si quelque chose est étrange, mettez-la de côté et interrogez le fabricant ; sinon, délivrez-la.
next-genuine-patient = Vous pouvez utiliser ce médicament comme prescrit.
next-genuine-pharmacist = Vérifiez le scellé de la boîte, puis délivrez-la.
next-genuine-others = Rien à faire.
next-already-dispensed-here = Votre pharmacie a déjà délivré cette boîte. Si vous l'avez encore en main, cherchez quel patient a reçu quelle boîte ; ne la délivrez pas une seconde fois.
next-already-used-elsewhere-patient = Si votre pharmacie vous a remis cette boîte même, tout va bien. Si vous l'avez eue ailleurs, ne l'utilisez pas et demandez à un pharmacien.
next-already-used-elsewhere-pharmacist = Ne délivrez pas cette boîte. À moins que votre pharmacie ne l'ait délivrée, mettez-la de côté et signalez-la : une autre boîte portant ce code a été utilisée ailleurs.
next-already-used-elsewhere-wholesaler = N'expédiez pas cette boîte. Mettez-la de côté et signalez-la : une autre boîte portant ce code a été utilisée ailleurs.
next-already-used-elsewhere-others = Retracez la boîte et cherchez s'il s'agit de la boîte délivrée ou d'une copie de son code.
next-do-not-use-patient = N'utilisez pas ce médicament. Rapportez-le dans une pharmacie.
next-do-not-use-trade = Mettez la boîte en quarantaine. Suivez l'avis de rappel, ou votre procédure pour la raison indiquée.
next-do-not-use-others = Veillez à ce que la boîte soit retirée.
next-not-recognised-patient = Cette boîte ne correspond à aucune que son fabricant a enregistrée. Ne l'utilisez pas ; faites-la vérifier par un pharmacien.
next-not-recognised-trade = Scannez encore une fois, pour exclure une mauvaise lecture. Si cela persiste, mettez la boîte en quarantaine et signalez-la à l'autorité et au fabricant.
next-not-recognised-others = Comparez le code avec les registres du fabricant, puis ouvrez un dossier.
next-suspicious-patient = Ce qui est imprimé sur cette boîte, ou l'endroit où elle est, ne correspond pas aux registres. Ne l'utilisez pas ; faites-la vérifier par un pharmacien.
next-suspicious-trade = Mettez la boîte en quarantaine, gardez l'emballage, et signalez-la à l'autorité et au fabricant.
next-suspicious-others = Mettez la boîte en sûreté et ouvrez un dossier.
next-could-not-check-patient = Cela ne dit rien contre la boîte. Scannez le grand code carré et réessayez plus tard, ou demandez à un pharmacien.
next-could-not-check-others = Cela ne dit rien contre la boîte. Ne la délivrez ni ne l'expédiez sur la foi de ce scan ; voyez la raison, puis scannez de nouveau.

gs1-empty = rien n'a été scanné : scannez le code de nouveau
gs1-too-long = le texte est plus long que tout code GS1 : scannez un seul code
gs1-unknown-ai = aucun identifiant de données GS1 ne commence ici : le code n'est peut-être pas GS1, ou un séparateur est perdu
gs1-missing-value = un identifiant de données n'a pas de valeur : le code est peut-être coupé
gs1-value-too-short = une valeur est plus courte que ne l'exige son identifiant : le code est peut-être coupé
gs1-value-too-long = une valeur est plus longue que ne le permet son identifiant : un séparateur est peut-être perdu
gs1-bad-character = une valeur contient un caractère que son identifiant ne permet pas
gs1-bad-check-digit = la clé de contrôle est fausse : scannez de nouveau, ou comparez avec le numéro imprimé
gs1-bad-company-prefix = la clé ne commence pas par un préfixe d'entreprise GS1
gs1-bad-date = la date n'existe pas : les dates sont AAMMJJ, le jour 00 désignant la fin du mois
gs1-bad-time = l'heure n'existe pas
gs1-not-in-list = la valeur n'est pas dans la liste à laquelle son identifiant renvoie
gs1-bad-content = la valeur enfreint une règle de son identifiant
gs1-repeated-ai = un identifiant figure deux fois avec des valeurs différentes : deux codes se sont peut-être mêlés
gs1-missing-partner = un identifiant figure sans un autre dont il a besoin, comme un numéro de série sans GTIN
gs1-excluded-partner = deux identifiants figurent ensemble qui s'excluent
gs1-bad-brackets = des parenthèses doivent entourer chaque identifiant, comme dans (01)09506000134352
gs1-bad-uri = l'adresse n'est pas une URI http ou https bien formée
gs1-no-link-key = l'adresse ne contient pas de clé GS1 : ce n'est pas un GS1 Digital Link
gs1-bad-link-path = les qualificatifs de clé de ce Digital Link sont inconnus ou mal ordonnés
gs1-bad-link-attribute = cet identifiant ne peut figurer dans la requête d'un Digital Link
gs1-bad-escape = un code pourcent est incorrect

node-bad-address = `{ $address }` n'est pas une adresse de nœud. Donnez une adresse comme http://127.0.0.1:9944.
node-unreachable = Aucun nœud ne répond à { $address } : { $cause }. Vérifiez que le nœud tourne et que l'adresse et le réseau sont bons, puis réessayez.
node-too-slow = { $address } met trop de temps à répondre. Vérifiez que le nœud tourne et que l'adresse et le réseau sont bons, puis réessayez.
node-timeout = Aucun nœud n'a répondu à temps.
node-wrong-chain = { $address } n'est pas un nœud Medtrail : il sert `{ $chain }`. Donnez l'adresse d'un nœud de la chaîne Medtrail.
node-wrong-version = Les transactions de la chaîne sont en version { $found }, ce programme écrit la version { $known }. Mettez ce programme à jour.
node-error = Le nœud a refusé la demande : { $said } ({ $code }). Essayez un autre nœud ; si cela dure, prévenez l'exploitant.
node-bad-answer = La réponse du nœud n'a pas de sens : { $what }. Essayez un autre nœud ; si cela dure, prévenez l'exploitant.
node-no-block = Le nœud n'a pas ce bloc. Réessayez dans un instant, ou un autre nœud.
node-none-honest = Tous les nœuds indiqués ont donné des réponses fausses. Donnez l'adresse d'un autre nœud, et prévenez leurs exploitants.
node-no-finality = Le nœud ne prouve pas que son dernier bloc est final. Interrogez un nœud qui participe à la finalité.
clock-set-back = L'horloge de cet appareil a été reculée. Réglez-la et scannez de nouveau.
node-unproven = La réponse du nœud n'est pas prouvée : { $why }. { $next }
proof-too-large = la preuve est plus grande qu'une preuve honnête
proof-incomplete = la preuve ne mène pas de la racine d'état du bloc à la clé
proof-undecodable = la valeur prouvée est illisible : la chaîne est peut-être d'une autre version
proof-misplaced = les données sur la boîte ne sont pas où le nœud l'a dit
proof-bad-votes = les votes pour le bloc se contredisent
proof-not-by-set = le bloc n'est pas finalisé par ceux qui en ont le droit
proof-bad-set = l'ensemble des finaliseurs n'est pas valide
proof-unknown-change = la chaîne a changé ses finaliseurs d'une façon que ce programme ne connaît pas
proof-no-change = le bloc ne change pas de finaliseurs
proof-older = le bloc est plus ancien qu'un autre connu pour final
proof-fork = un autre bloc de même hauteur a aussi été finalisé : la chaîne est divisée
proof-other-chain = le bloc est d'une autre chaîne
proof-other-base = la différence part d'un autre instantané
next-node-behind = Attendez que le nœud ait rattrapé son retard, ou interrogez-en un autre.
next-chain-split = Ne vous fiez à aucun nœud de cette chaîne avant que ses autorités disent ce qui s'est passé.
next-not-by-set = Assurez-vous que le point de contrôle est de cette chaîne. Si oui, ne vous fiez pas à ce nœud et prévenez son exploitant.
next-update-program = Mettez ce programme à jour.
next-other-node = Ne vous fiez pas à ce nœud. Essayez-en un autre et prévenez son exploitant.
checkpoint-unreadable = Ce n'est pas un point de contrôle d'une chaîne Medtrail. Donnez un fichier fait par `medtrail checkpoint`.
checkpoint-bad-signature = La signature du point de contrôle est fausse. Ne l'utilisez pas. Reprenez-le chez celui qui le publie pour cette chaîne.
checkpoint-other-publisher = Le point de contrôle n'est pas signé par l'éditeur indiqué. Ne l'utilisez pas. Reprenez-le chez celui qui le publie pour cette chaîne.
checkpoint-too-old = Le point de contrôle a plus de six mois, ou vient du futur. Prenez-en un plus récent chez celui qui le publie pour cette chaîne.
checkpoint-bad-key = La clé de l'éditeur n'est pas une phrase secrète. Donnez un fichier avec une phrase secrète.
act-refused-otherwise = Refusé : { $why }. Rien n'a changé. Vérifiez l'acte et réessayez.
act-number-taken = Un autre acte de la même clé est passé avant : { $why }. Rien n'a changé. Réessayez quand d'autres programmes n'utilisent pas la même clé.
act-unconfirmed = L'acte a été envoyé, mais on n'a pas pu voir son effet : { $why }. Consultez les boîtes avec `medtrail trace` avant de réessayer.
gateway-denies = La passerelle { $address } dit que la liste du fabricant n'a pas ce numéro de série. Ce n'est pas prouvé : elle peut se tromper, ou le code est mal lu. Ne vous fiez pas à cette boîte avant d'avoir interrogé le fabricant.
gateway-knows-nothing = La passerelle { $address } ne connaît pas le code.
gateway-dropped = La passerelle { $address } a donné une preuve fausse et n'est plus interrogée. Prévenez son exploitant.
gateway-unreachable = Aucune passerelle ne répond à { $address } : { $cause }.
gateway-refused = La passerelle à { $address } a refusé : { $said }.
gateway-bad-answer = La réponse de { $address } n'est pas celle d'une passerelle.
gateway-no-randomness = Le système ne donne pas de nombres aléatoires.
picture-file = { $path } est illisible : { $cause }.
picture-not-one = Ce n'est pas une image PNG ou JPEG, ou elle est abîmée.
picture-too-large = L'image est trop grande : 64 Mo et 100 mégapixels au plus.
picture-no-code = Aucun code n'a été trouvé dans l'image.
picture-several-packs = L'image montre les codes de plusieurs boîtes.
next-picture-file = Vérifiez le chemin et ses droits.
next-picture-not-one = Choisissez une photo PNG ou JPEG du code de la boîte.
next-picture-too-large = Reprenez la photo avec moins de pixels, ou recadrez-la.
next-picture-no-code = Reprenez la photo : le code entier, net, sans reflet, sur un tiers de l'image ou plus.
next-picture-several-packs = Photographiez une boîte à la fois.
