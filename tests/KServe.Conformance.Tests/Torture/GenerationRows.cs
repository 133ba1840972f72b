namespace KServe.Conformance.Tests.Torture;

/// <summary>The rows O (OpenAI's API) and E (the engine), and the tests that hold them.</summary>
internal static class GenerationRows
{
    private const string Api = "KServe.Conformance.Tests/Torture/Generation/OpenAiTests:";
    private const string Row = Api + "Row_EachOfItsRequests_AnswersAsToldAndTheNeighbourGoesOn";
    private const string Engine = "KServe.Runtime.Generative.Tests/Engine/GenerationEngineTests:";
    private const string Core = "KServe.Runtime.Generative.Tests/Engine/EngineCoreTests:";
    private const string Invariance = "KServe.Runtime.Generative.Tests/Engine/EngineInvarianceTests:";
    private const string Chat = "KServe.Runtime.Generative.Tests/Engine/TinyChatEngineTests:";
    private const string Scheduler = "KServe.Runtime.Generative.Tests/Scheduling/SchedulerTests:";

    public static IReadOnlyList<TortureRow> All { get; } =
    [
        new("O-01", Row),
        new("O-02", Row),
        new("O-03", Row),
        new("O-04", Row),
        new("O-05", Row, Api + "O05_BytesThatAreNoUnicode_AreRefused"),
        new("O-06", Row),
        new("O-07", Row),
        new("O-08", Row),
        new("O-09", Row),
        new("O-10", Row)
        {
            Missing = "a refusal of (a+)+b: it is answered, as an automaton has nothing to backtrack; and two seconds: "
                + "tests here assert no times",
        },
        new("O-11", Row),
        new("O-12",
            Api + "O12_ManyDistinctSchemas_AreAllAnswered",
            "KServe.Runtime.Generative.Tests/Grammars/GrammarCacheTests:Get_TenThousandDifferentSchemas_KeepsTheLast")
        {
            Missing = "ten thousand over sockets: three hundred, and ten thousand in the cache itself",
        },
        new("O-13", Row),
        new("O-14",
            Row,
            "KServe.Runtime.Generative.Tests/Tools/ToolCallParserTests:Parse_CallPastTheLimit_IsText"),
        new("O-15",
            Api + "O15_SpecialTokensInContent_AreTokensOfTheirLetters",
            "KServe.Runtime.Generative.Tests/Serving/PromptBuilderTests:Build_SpecialTokensInMessages_AreText"),
        new("O-16", Row),
        new("O-17", Row),
        new("O-18",
            Row,
            Api + "O18_SeveralChoicesStreamed_EndOnceAndCountWhenAsked",
            Api + "O18_ClientsGoInTheMiddle_FreeTheirBlocksAndTheNeighbourGoesOn"),
        new("O-19",
            "KServe.AspNetCore.Tests/OpenAi/StreamTests:O19_ClientTakesGzip_FirstTokenComesBeforeTheSecondIsMade",
            Api + "O19_CompressionAskedFor_NothingHoldsEventsBack"),
        new("O-20", Row),
        new("E-01", Engine + "Cancel_OneInTenOfHundredStreams_LeavesTheOthersExact"),
        new("E-02",
            Engine + "Cancel_DuringAStep_IsSeenBeforeTheNext",
            Invariance + "Step_RandomWorkloads_GiveEachRequestTheAnswerThatItGetsAlone"),
        new("E-03", Scheduler + "Plan_CacheForOneAndAHalfRequests_FinishesEightWithFewPreemptions"),
        new("E-04", Core + "Submit_PromptIsLargerThanTheCache_IsRefusedAtOnce", Row),
        new("E-05",
            Engine + "Step_ModelThrowsOnce_FailsWhatRunsAndRecovers",
            Engine + "Step_ModelThrowsForEver_StopsAndTellsEveryone",
            Core + "Step_ModelThrows_FailsWhatRunsAndFreesEverything"),
        new("E-06", Core + "Step_NanInOneRow_FailsThatRequestAlone"),
        new("E-07",
            Invariance + "Step_InABatchOf64_AnswersAsAlone",
            Chat + "Submit_64AtOnce_AnswerWithTheReferencesTokens"),
        new("E-08",
            Chat + "Submit_64AtOnce_AnswerWithTheReferencesTokens",
            Invariance + "Step_RandomWorkloads_GiveEachRequestTheAnswerThatItGetsAlone"),
        new("E-09", Chat + "Submit_SameSeedBesideOthers_AnswersTheSame"),
        new("E-10",
            Api + "E10_SamePromptOfAnother_FindsNothingOfIt",
            Core + "Step_OtherTenantSaltOrAdapter_FindsNothing")
        {
            Missing = "the probe of times: the tokens that came from the cache are counted instead",
        },
        new("E-11",
            "KServe.Conformance.Tests/Soak/GenerationSoakTests:"
                + "E11_ManyShortRequestsOneInFiveCancelled_LeaveNothingBehind",
            Engine + "Submit_TenThousandRequestsOneInFiveCancelled_LeavesNothing")
        {
            Missing = "ten thousand over sockets, and the hour: four hundred here, as many as one likes by "
                + "KServe.Soak generate",
        },
        new("E-12",
            "KServe.Conformance.Tests/Torture/Generation/GenerationCrashTests:"
                + "E12_KilledInTheMiddleOfStreams_ClientsSeeItAndTheNextAnswers")
        {
            Missing = "503 while it is gone: the engine lives in the server's process, so that connections break",
        },
    ];
}
