using KServe.Protocol.OpenAi;

namespace KServe.Protocol.Generate;

/// <summary>Reads a request to generate: the protocol's fields, and those that OpenAI and vLLM have besides.</summary>
internal static class GenerateReader
{
    private const int DefaultMaxTokens = 20;
    private const string Parameters = "parameters";
    private const string Exclusion = "exclude_input_in_output";

    public static GenerateRequest Read(JsonFields body)
    {
        var text = body.RequireString("text_input");

        // Triton's clients leave the object out and write its fields beside the text.
        var parameters = body.TryGet(Parameters, out var value) ? JsonFields.Of(value, Parameters) : body;
        var hasDetails = parameters.GetBoolean("details");

        // The route says whether the answer is a stream.
        _ = parameters.GetBoolean("stream");
        if (!parameters.GetBoolean(Exclusion, missing: true))
        {
            throw OpenAiErrors.Wrong(
                parameters.PathOf(Exclusion),
                $"'{parameters.PathOf(Exclusion)}' is not supported but for true: the output never holds the input.");
        }

        return new GenerateRequest(new TextGenerationRequest
        {
            Text = text,
            Sampling = ReadSampling(parameters, hasDetails),
            Constraint = ConstraintReader.Read(parameters),
            CacheSalt = parameters.FindString("cache_salt", OpenAiLimits.ShortText),
            Priority = parameters.GetInteger("priority", 0),
            ReturnsTokenIds = hasDetails,
        })
        {
            Id = body.FindString("id", OpenAiLimits.ShortText),
            HasDetails = hasDetails,
        };
    }

    private static SamplingParameters ReadSampling(JsonFields parameters, bool hasDetails)
    {
        var sampling = SamplingReader.Read(parameters, isChat: false) with
        {
            MaxTokens = parameters.FindInteger("max_tokens") ?? DefaultMaxTokens,
            Logprobs = hasDetails ? 0 : null,
            PromptLogprobs = null,
        };
        sampling.Validate();
        return sampling.Count == 1
            ? sampling
            : throw OpenAiErrors.Wrong(
                parameters.PathOf("n"),
                $"'{parameters.PathOf("n")}' is not supported but for 1: an answer has one text.");
    }
}
