namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// Words of the language itself, as GPs write it: what denies, what ends a denial, what is of another person or another time. In
/// doubt a word is left out, because what is not taken for a denial counts as said. An asterisk ends a stem. "q" stands for the stroke
/// of c/o, h/o, w/o and r/o.
/// </summary>
static partial class ControlWords
{
    public static IReadOnlyList<(string Word, bool IsStem, WordClass Class, double Number)> All => field ??= [.. List()];

    /// <summary>The value of a number in words; null when it is none.</summary>
    public static double? FindNumber(string word)
    {
        foreach (var (number, words) in Numbers)
            if (words.Split(' ').Contains(word))
                return number;
        return null;
    }

    static IEnumerable<(string, bool, WordClass, double)> List()
    {
        foreach (var (kind, words) in Classes)
        foreach (var word in words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            yield return (word.TrimEnd('*'), word.EndsWith('*'), kind, 0);
        foreach (var (number, words) in Numbers)
        foreach (var word in words.Split(' '))
            yield return (word, false, WordClass.NumberWord | WordClass.Common, number);
        foreach (var (days, word) in ShortTimeUnits)
            yield return (word, false, WordClass.ShortTimeUnit, days);
        foreach (var (days, words) in TimeUnits)
        foreach (var word in words.Split(' '))
            yield return (word, false, WordClass.TimeUnit | WordClass.Common, days);
    }

    static readonly (WordClass, string)[] Classes =
    [
        (WordClass.Deny | WordClass.Common, "no not nil denies denied deny denying without wqo never nor neither non none nill"),
        (WordClass.Deny | WordClass.Common, "doesnt didnt hasnt havent isnt wasnt arent dont hadnt werent wont"),
        (WordClass.DenyList, "denies denied deny denying"),
        (WordClass.DenyBack, "absent nil none negative neg denied no false unremarkable"),
        (WordClass.Exclude, "excluded"),
        (WordClass.Exclude | WordClass.Verb, "ruled"),
        (WordClass.Out, "out"),
        (
            WordClass.Request,
            """
            like want wants wanted wanting need needs needed needing please wish wishes hoping hope hopes request requests
            requested requesting must should could can would get getting have having keen ask asks asked asking ensure
            consider require requires required worth may might kindly urgently
            """
        ),
        (
            WordClass.Agent,
            "by on with at via after following in clinically radiologically histologically previously recently already today"
        ),
        (WordClass.Done, "has have been was were had is are already now clinically radiologically histologically previously recently"),
        (WordClass.Unsettled, "if whether unless until once unsure unclear when before should can could may might must"),
        (WordClass.Likeness, "like as so this that such"),
        (WordClass.This, "this that it these those"),
        (WordClass.Degree, "bad badly severe severely heavy heavily intense painful strong sick ill"),
        (WordClass.Before, "before previously"),
        (WordClass.Never, "never not hasnt havent hadnt didnt"),
        (
            WordClass.Adversative,
            "but however although though except apart aside despite nevertheless nonetheless whereas instead otherwise"
        ),
        (
            WordClass.Measure,
            """
            hb haemoglobin mcv mch mchc plt plts platelets platelet wcc wbc wbcs neuts neutrophils lymphocytes lymphs eosinophils
            crp esr egfr creat creatinine urea na sodium potassium calcium glucose bm tsh ferritin folate alt ast alp
            ggt bili bilirubin albumin alb psa fit qfit cea inr ddimer dimer troponin bnp ntprobnp bp pulse hr rr sats spo temp
            bmi weight height wt urate ck ana rf ttg iga igg chol cholesterol ldl hdl amylase lipase
            """
        ),
        (
            WordClass.Pseudo,
            """
            doubt improvement improving improved improve improves better relief relieved relieve help helped helping
            helpful response respond responding responded responds change changed changing cause causes reason explanation
            explained luck benefit effect effective use idea joy success appetite resolution resolved resolving resolve
            settling settled settle settles healing healed heal heals only sure certain clear controlled controlling known
            able eating feeding well tolerating tolerated coping working excluded ruled hesitate further longer
            diagnosis treatment luck interest trigger triggers provoking precipitant uncommon infrequent sleeping managing
            drinking trauma injury cold infection precipitating
            """
        ),
        (
            WordClass.Contrast,
            """
            but however although though except apart aside despite nevertheless nonetheless whereas because besides until
            now then instead otherwise plus today yesterday recently unfortunately
            """
        ),
        (
            WordClass.Verb,
            """
            has have had having is are was were be been being presents presented presenting complains complained
            complaining reports reported reporting noticed notices notes noted says said feels felt feeling found finds
            shows showed shown showing seen started starts developed develops developing got gets getting became becomes
            becoming came comes worsened worsening worsens remains remained continues continued persists persisted lost
            loses losing passed passes passing vomited vomits vomiting coughed coughs collapsed collapses woke wakes
            waking needs needed wants wanted asks asked refer referred referring refers took takes taking admits admitted
            suffers suffered suffering experiences experienced experiencing describes described describing smoked smokes
            smoking drinks works worked lives lived tried used uses using does do did gives gave looks looked appears
            appeared seems seemed suggests suggested suggesting revealed reveals confirms confirmed demonstrates
            demonstrated causes caused causing cqo feel think thinks hurts hurt swollen gone goes went moved
            moves grew grows growing grown made makes stopped stops became cannot cant unable
            """
        ),
        (
            WordClass.Preposition,
            """
            for since during while when after before from on at in due into over by that which who where with alongside
            following associated secondary
            """
        ),
        (WordClass.Or, "or nor"),
        (WordClass.And, "and"),
        (
            WordClass.Assertive,
            """
            visible frank painless persistent progressive worsening ongoing daily new sudden severe heavy profuse smoker
            exsmoker ex known confirmed positive intermittent episodes episode recurrent increasing enlarging unexplained
            suspected suspicious possible query likely probable obvious large palpable rapidly
            """
        ),
        (WordClass.ListHead, "flag flags symptom symptoms sx feature features sign signs sinister worrying alarm following"),
        (WordClass.Difficulty, "difficulty difficulties difficult problem problems trouble troubles issue issues pain discomfort"),
        (
            WordClass.Relative,
            """
            mother mothers mum mums father fathers dad dads brother brothers sister sisters aunt aunts uncle uncles
            grandmother grandfather gran grandparent grandparents cousin cousins parent parents sibling siblings nephew
            niece mat pat maternal paternal relative relatives wife husband partner son daughter twin friend colleague
            """
        ),
        (
            WordClass.Reporting,
            """
            reports reported says said tells told noticed notices states stated worried worries concerned describes
            described found finds witnessed witnesses brought thinks called rang gave saw sees seen heard hears feels is
            attends attended attending present accompanied confirms asks noted complains wants watched
            """
        ),
        (WordClass.OfRelative, "had has died with diagnosed suffered have dying deceased hx history aged at having"),
        (WordClass.FamilyHistory, "fh fhx famhx famhist"),
        (WordClass.Past, "previous previously prev past pmh pmhx childhood historic historical historically"),
        (WordClass.Advice, "advised warned counselled instructed return attend aware safety*"),
        (WordClass.SafetyNet, "net* safetynet*"),
        (WordClass.Told, "told asked advised instructed warned reminded aware knows"),
        (WordClass.Returning, "back return ring call dial phone reattend recontact"),
        (WordClass.With, "with"),
        (WordClass.Own, "her his their my the this these that"),
        (WordClass.Condition, "if should"),
        (WordClass.FamilyWord, "family fam"),
        (WordClass.HistoryWord, "history hx"),
        (WordClass.Be, "be"),
        (WordClass.Subject, "she he patient pt they i we"),
        (
            WordClass.Filler,
            """
            of is was at to result results level levels value count counts today now currently current last latest recent
            recently repeat repeated raised high low elevated very markedly significantly up down came back positive pos
            only just around about approx approximately reading readings test tests score serum total with a the has been
            risen rose rising increased increasing decreased falling fell dropped drop from then previously previous ve
            abnormal result report reported returned measured done taken and his her their jan feb mar apr may jun jul aug
            sep sept oct nov dec january february march april june july august september october november december on in
            shows showed shown borderline strongly bloods blood gave new still worse again significant grossly mildly
            slightly checked dated as
            """
        ),
        (WordClass.Over, "over above exceeding exceeds greater more least minimum"),
        (WordClass.Under, "under below less fewer maximum most"),
        (WordClass.Ago, "ago"),
        (WordClass.Article, "a an"),
        (WordClass.To, "to"),
        (WordClass.Ordinal, "st nd rd th"),
        (
            WordClass.Common,
            """
            a an the this that these those and or of to in on at for from with by as is are was were be been being has
            have had does do did she he her his him they their them it its i we you your our my me us who which what when
            where while than then there here if so please kindly thank thanks many dear doctor dr colleague regards
            sincerely yours kind see seen seeing refer referred referral refers referring grateful would could will can
            may might should patient patients pt mr mrs ms miss gentleman lady man woman male female boy girl child aged
            age old yo right left both bilateral side sides rt lt gp practice surgery clinic opinion assessment management
            advice wishes wish like would request requests requesting review consideration consider considered considering
            further also very much now today about after before during since per once twice times each every more most
            less least over under above below up down last past next ago only any all some other same well any usually
            often sometimes still again already given approximately around reports reported describes says noted hello hi
            best wishes need needs
            """
        ),
    ];
}
