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
    private const string Failure = "KServe.Conformance.Tests/Torture/Generation/ModelFailureTests:";
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
        new("O-08",
            Row,
            "KServe.Runtime.Generative.Tests/Tokenization/TokenBoundTests:EncodeToIds_FarTooLong_IsNotTokenized",
            "KServe.Runtime.Generative.Tests/Tokenization/TokenBoundTests:"
                + "CountAtLeast_AnyText_IsNeverMoreThanThereAre"),
        new("O-09", Row),
        new("O-10", Row),
        new("O-11", Row),
        new("O-12",
            Api + "O12_ManyDistinctSchemas_AreAllAnswered",
            "KServe.Runtime.Generative.Tests/Grammars/GrammarCacheTests:Get_TenThousandDifferentSchemas_KeepsTheLast"),
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
            Core + "Step_ModelThrows_FailsWhatRunsAndFreesEverything",
            Failure + "E05_ModelFailsAtAStep_AllAreToldAndTheServerComesBack"),
        new("E-06",
            Core + "Step_NanInOneRow_FailsThatRequestAlone",
            Failure + "E06_NoNumbersInOneRow_FailThatRequestAlone"),
        new("E-07",
            Invariance + "Step_InABatchOf64_AnswersAsAlone",
            Chat + "Submit_64AtOnce_AnswerWithTheReferencesTokens"),
        new("E-08",
            Chat + "Submit_64AtOnce_AnswerWithTheReferencesTokens",
            Invariance + "Step_RandomWorkloads_GiveEachRequestTheAnswerThatItGetsAlone"),
        new("E-09", Chat + "Submit_SameSeedBesideOthers_AnswersTheSame"),
        new("E-10",
            Api + "E10_SamePromptOfAnother_FindsNothingOfIt",
            Core + "Step_OtherTenantSaltOrAdapter_FindsNothing"),
        new("E-11",
            "KServe.Conformance.Tests/Soak/GenerationSoakTests:"
                + "E11_ManyShortRequestsOneInFiveCancelled_LeaveNothingBehind",
            "KServe.Conformance.Tests/Soak/LongSoakTests:E11_MixOfEveryKind_IsAnsweredAndLeavesNothingInUse",
            "KServe.Conformance.Tests/Soak/SoakTrendTests:Judge_SlowLeaks_NamesEach",
            Engine + "Submit_TenThousandRequestsOneInFiveCancelled_LeavesNothing"),
        new("E-12",
            "KServe.Conformance.Tests/Torture/Generation/GenerationCrashTests:"
                + "E12_KilledInTheMiddleOfStreams_ClientsSeeItAndTheNextAnswers",
            "KServe.Tool.Tests/Crash/KilledServerTests:"
                + "E12_KilledInTheMiddleOfStreams_ClientsSeeItAndTheNextAnswersTheSame"),
    ];
}
