namespace KServe.Conformance.Tests.OpenAi;

/// <summary>OpenAI's client for node (<c>OpenAi/Node</c>) against the trained chat model.</summary>
[Collection(nameof(LanguageModelCollection))]
public sealed class NodeClientTests(NodeCases cases) : IClassFixture<NodeCases>
{
    public static TheoryData<string> Names { get; } =
    [
        "chatAnswers",
        "chatStreamSaysTheSame",
        "chatStreamTellsUsageWhenAsked",
        "chatStreamHelperGathersChoices",
        "completionStreamSaysTheSame",
        "toolIsCalledAndItsResultTold",
        "toolRunnerRunsTheScenario",
        "toolStreamSaysTheSameCall",
        "toolChoiceIsHeldTo",
        "schemaIsHeldToAndParsed",
        "responseSchemaIsHeldToAndParsed",
        "embeddingsOfBothFormatsAgree",
        "modelsAreListed",
        "wrongFieldIsABadRequest",
        "wrongFieldOfAStreamIsABadRequest",
        "longPromptHasItsCode",
        "unknownModelIsNotFound",
        "nothingIsKept",
        "responseAnswers",
        "responseSaysWhatTheChatSays",
        "responseStreamSaysTheSame",
        "responseStreamHelperGathersTheAnswer",
        "responseEndsAtItsLimit",
        "responseCallsToolAndItsResultIsTold",
        "responseStreamSaysTheSameCall",
        "responseTellsLogprobs",
        "abortOfAStreamCancelsIt",
        "abortBySignalRejects",
        "abortOfAResponseLeavesTheServerWell",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Case_RealServer_Passes(string name) => Assert.Null((await cases.GetAsync())[name]);

    [Fact]
    public async Task Cases_AllOfThem_AreListed() =>
        Assert.Equal(
            Names.Select(static row => row.Data).Order(StringComparer.Ordinal),
            (await cases.GetAsync()).Keys.Order(StringComparer.Ordinal));
}
