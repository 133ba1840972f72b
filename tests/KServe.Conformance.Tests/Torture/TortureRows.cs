namespace KServe.Conformance.Tests.Torture;

/// <summary>The rows M (models), D (deployment), G-01 to G-06 (gateways), O and E, and the tests that hold
/// them.</summary>
/// <remarks>The rows V, B, J, H and P are test classes of their own beside this one.</remarks>
internal static class TortureRows
{
    private const string Repository = "KServe.Core.Tests/Serving/ModelRepositoryTests:";
    private const string Grpc = "KServe.AspNetCore.Tests/Grpc/GrpcControlTests:";
    private const string Changes = "KServe.AspNetCore.Tests/Torture/ModelChangeTests:";
    private const string Stops = "KServe.AspNetCore.Tests/Hosting/DrainTests:";
    private const string Overload = "KServe.AspNetCore.Tests/Torture/OverloadTests:";
    private const string Tool = "KServe.Tool.Tests/ServeTests:";
    private const string Crash = "KServe.Conformance.Tests/Torture/CrashTests:";
    private const string Stop = "KServe.Conformance.Tests/Torture/StopTests:";
    private const string Remote = "KServe.Runtime.Remote.Tests/";
    private const string Ejection = Remote + "Torture/EjectionTests:";

    public static IReadOnlyList<TortureRow> All { get; } =
    [
        new("M-01", Repository + "LoadAsync_HostileOrMissingName_IsRefused", Grpc + "Repository_BadName_IsInvalidArgument"),
        new("M-02", Changes + "M02_LoadMissingCorruptTwiceUnknown_OthersStayReady"),
        new("M-03", Changes + "M03_LoadUnloadInferAtTheSameTime_OnlyDefinedStatuses")
        {
            Missing = "five minutes of it: 300 calls at the same time here, reloads for as long as one likes by KServe.Soak",
        },
        new("M-04", Changes + "M04_ReloadOfABadVersion_OldKeepsServing"),
        new("M-05", Grpc + "Repository_Overrides_AreInvalidArgument"),
        new("M-06", Changes + "M06AndM09_SettingsAndSharedMemoryByTheWire_AreNoRoutes"),
        new("M-07",
            "KServe.Core.Tests/Serving/ModelMemoryTests:DefineAsync_LargerThanTheLimit_IsRefusedAndOthersServe",
            Changes + "M07_LargerThanTheMemory_Is503AndOthersServe"),
        new("M-08",
            "KServe.Conformance.Tests/Golden/GoldenTest:Infer_NotReadyModel_Is503",
            Grpc + "Control_ModelThatLoads_IsNotReady",
            Remote + "HostingTests:Readiness_RemoteThatIsNotReady_IsTold"),
        new("M-09", Changes + "M06AndM09_SettingsAndSharedMemoryByTheWire_AreNoRoutes")
        {
            Missing = "regions: there is no shared memory that clients could register",
        },
        new("M-10",
            "KServe.Conformance.Tests/Torture/JsonTests:RepositoryIndex_Malformed_IsRefused",
            "KServe.AspNetCore.Tests/Http/Repository/RepositoryTests:Index_NestedDeeply_Is400"),
        new("D-01", Stops + "D01_ManyInFlight_AllAreAnswered", Tool + "Serve_OnnxModel_AnswersAndStopsCleanlyOnSigterm"),
        new("D-02", Stops + "Stop_WithRequestInFlight_AnswersItAndTurnsOthersAway"),
        new("D-03",
            Stop + "D03_SigtermDuringADownload_EndsCleanlyAndLeavesNoPartialFile",
            Stop + "D03_SigtermDuringALoad_EndsCleanly",
            Tool + "Serve_OnnxModel_AnswersAndStopsCleanlyOnSigterm"),
        new("D-04", Crash + "D04_KilledUnderLoad_TheNextIsReadyAndConsistent")
        {
            Missing = "fifty rounds: three here, fifty by KServe.Soak kill",
        },
        new("D-05",
            "KServe.Conformance.Tests/Soak/ReloadSoakTests:D05_TwentyReloadsAtAFixedRate_NoRequestFailsAndNothingStays",
            "KServe.AspNetCore.Tests/Rollout/ReloadUnderLoadTests:Reload_TwentyTimesUnderLoad_NoRequestFailsAndNothingStays"),
        new("D-06", Remote + "Torture/RollingRestartTests:D06_ThreeBackendsRestarted_NoRequestFails"),
        new("D-07",
            Tool + "Serve_PortInUse_NamesPortAndOption",
            Tool + "Serve_CertificateThatIsNone_NamesTheOption",
            Tool + "Serve_WrongCommandLine_ExitsWithUsageError"),
        new("D-08",
            Crash + "D08_NoRoomForTheNextFile_TheOldOneServesOn",
            Crash + "D08_TooFewDescriptors_ConnectionsAreBoundedAndOthersServedAfterwards",
            Crash + "D08_HardLimitOfMemory_LargeRequestsAreRefusedAndTheServerLivesOn",
            Remote + "Torture/DnsLossTests:D08_NameCeasesToResolve_CallsFailTypedAndRecover",
            Ejection + "G01AndD08_FiveFaultsOfOneInThree_IsLeftAloneForItsTimeWhateverTheClockSays",
            Remote + "Calls/RetryTests:PredictAsync_RefusedConnection_GoesToTheNextEndpoint")
        {
            Missing = "a limit of the system's memory itself, which a test process cannot set: .NET makes three quarters "
                + "of it the limit of its heap, which is what is tested",
        },
        new("D-09", "KServe.Conformance.Tests/Soak/SoakTests:Mixed_TwentyThousandRequestsWithCancels_LeaveNothingBehind")
        {
            Missing = "seven hours: KServe.Soak runs for as long as one likes",
        },
        new("G-01",
            Ejection + "G01AndD08_FiveFaultsOfOneInThree_IsLeftAloneForItsTimeWhateverTheClockSays",
            Ejection + "G01_FourBackendsBad_HalfAreLeftAloneAndTheOthersCarryTheirOwnLoad"),
        new("G-02", Ejection + "G02_AllBackendsBad_Is503AtOnceAndNobodyIsAsked"),
        new("G-03",
            Ejection + "G03_HangsBeforeOrAfterTheHead_Is504",
            Remote + "Calls/StreamTests:PredictStreamAsync_UnavailableAfterTheFirstResponse_IsNotTriedAgain",
            Remote + "Texts/TextFaultTests:GenerateAsync_NoFirstEventInTime_IsLateAndNotTriedAgain",
            Remote + "Texts/TextHostingTests:Failure_InTheMiddle_IsAnEventAndNotTriedAgain"),
        new("G-04", Ejection + "G04_HalfOfAllFail_RetriesStayWithinAFifth"),
        new("G-05", Overload + "G05_OneAtATime_ElevenAreServedAndTheTwelfthIsRefused"),
        new("G-06",
            Overload + "G06_QueueFullOfAModelThatSaysSo_IsTooManyRequests",
            Overload + "G06_QueueFullOverGrpc_NamesTheReasonAndTheDelay",
            Overload + "G06_WaitsTooLongInTheQueue_Is503WithTheReason",
            Overload + "G06_ClientGoesWhileQueued_ItsPlaceIsFree"),
        .. GenerationRows.All,
    ];
}
