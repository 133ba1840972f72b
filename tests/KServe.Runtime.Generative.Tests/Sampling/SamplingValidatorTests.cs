using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Sampling;

public sealed class SamplingValidatorTests
{
    private static readonly SamplingLimits Limits = new(100, 20);

    private static readonly (string Name, SamplingParameters Settings)[] Wrong =
    [
        ("n", new() { Count = 0 }),
        ("n", new() { Count = 129 }),
        ("n", new() { Count = 2, Temperature = 0 }),
        ("temperature", new() { Temperature = -0.1f }),
        ("temperature", new() { Temperature = 2.1f }),
        ("temperature", new() { Temperature = float.NaN }),
        ("top_p", new() { TopP = 0 }),
        ("top_p", new() { TopP = 1.01f }),
        ("top_p", new() { TopP = float.NaN }),
        ("top_k", new() { TopK = -2 }),
        ("min_p", new() { MinP = -0.1f }),
        ("min_p", new() { MinP = 1.1f }),
        ("presence_penalty", new() { PresencePenalty = 2.5f }),
        ("frequency_penalty", new() { FrequencyPenalty = -2.5f }),
        ("repetition_penalty", new() { RepetitionPenalty = 0 }),
        ("repetition_penalty", new() { RepetitionPenalty = float.PositiveInfinity }),
        ("max_tokens", new() { MaxTokens = -1 }),
        ("max_tokens", new() { MaxTokens = 0 }),
        ("min_tokens", new() { MinTokens = -1 }),
        ("min_tokens", new() { MinTokens = 5, MaxTokens = 4 }),
        ("logprobs", new() { Logprobs = 21 }),
        ("logprobs", new() { Logprobs = -1 }),
        ("prompt_logprobs", new() { PromptLogprobs = -2 }),
        ("stop_token_ids", new() { StopTokenIds = [100] }),
        ("stop_token_ids", new() { StopTokenIds = [.. Enumerable.Repeat(1, 129)] }),
        ("logprob_token_ids", new() { LogprobTokenIds = [.. Enumerable.Repeat(1, 129)] }),
        ("logprob_token_ids", new() { LogprobTokenIds = [-1] }),
        ("allowed_token_ids", new() { AllowedTokenIds = [] }),
        ("allowed_token_ids", new() { AllowedTokenIds = [100] }),
        ("logit_bias", new() { LogitBias = new Dictionary<int, float> { [100] = 1 } }),
        ("logit_bias", new() { LogitBias = new Dictionary<int, float> { [1] = float.NaN } }),
        ("logit_bias", new() { LogitBias = new Dictionary<int, float> { [1] = 100.5f } }),
        ("logit_bias", new() { LogitBias = Enumerable.Range(0, 1025).ToDictionary(static i => i, static _ => 1f) }),
        ("stop", new() { Stop = [""] }),
        ("stop", new() { Stop = [new string('x', 1025)] }),
        ("stop", new() { Stop = [.. Enumerable.Repeat("x", 65)] }),
        ("bad_words", new() { BadWords = [""] }),
        ("bad_words", new() { BadWords = [.. Enumerable.Repeat("x", 1025)] }),
        ("repetition_detection.max_pattern_size", new() { RepetitionDetection = new(0) }),
        ("repetition_detection.min_pattern_size", new() { RepetitionDetection = new(3, 4) }),
        ("repetition_detection.min_count", new() { RepetitionDetection = new(3, 1, 1) }),
    ];

    [Fact]
    public void Check_OutOfRange_NamesTheParameter() => Assert.All(Wrong, static wrong =>
    {
        var error = Assert.Throws<InferenceException>(() => SamplingValidator.Check(wrong.Settings, in Limits));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(wrong.Name, error.Parameter);
        Assert.StartsWith($"'{wrong.Name}' ", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Check_DefaultsAndEdges_AreRight()
    {
        SamplingValidator.Check(new SamplingParameters(), in Limits);
        var edges = new SamplingParameters
        {
            Count = 128,
            Temperature = 2,
            TopP = float.Epsilon,
            TopK = -1,
            MinP = 1,
            MaxTokens = 1,
            MinTokens = 1,
            LogitBias = new Dictionary<int, float> { [99] = -100, [0] = 100 },
            AllowedTokenIds = [0],
            LogprobTokenIds = [99],
            BadWords = ["x"],
            Logprobs = 20,
            PromptLogprobs = 0,
            StopTokenIds = [0, 99],
            Stop = [new string('x', 1024)],
            RepetitionDetection = new RepetitionDetection(1024, 1024, 1024),
        };
        SamplingValidator.Check(edges, in Limits);
    }
}
