namespace KServe.Runtime.Generative.Sampling;

/// <summary>Checks sampling parameters for one model: their own ranges, and its vocabulary.</summary>
internal static class SamplingValidator
{
    /// <summary>Checks all parameters.</summary>
    /// <exception cref="InferenceException">One of them is out of its range; it names it.</exception>
    public static void Check(SamplingParameters parameters, in SamplingLimits limits)
    {
        parameters.Validate();
        CheckLogprobs("logprobs", parameters.Logprobs, limits);
        CheckLogprobs("prompt_logprobs", parameters.PromptLogprobs, limits);
        CheckTokens("stop_token_ids", parameters.StopTokenIds, limits.VocabularySize);
        CheckTokens("logprob_token_ids", parameters.LogprobTokenIds, limits.VocabularySize);
        if (parameters.AllowedTokenIds is { } allowed)
        {
            CheckTokens("allowed_token_ids", allowed, limits.VocabularySize);
        }

        foreach (var token in parameters.LogitBias.Keys)
        {
            CheckToken("logit_bias", token, limits.VocabularySize);
        }
    }

    private static void CheckLogprobs(string name, int? value, in SamplingLimits limits)
    {
        if (value is not { } count)
        {
            return;
        }

        var most = limits.MaxLogprobs < 0 ? limits.VocabularySize : limits.MaxLogprobs;
        var wanted = count == -1 ? limits.VocabularySize : count;
        if (wanted > most)
        {
            throw InferenceException.InvalidArgument(
                name, $"'{name}' is {count}: a number from 0 to {most} was expected.");
        }
    }

    private static void CheckTokens(string name, IReadOnlyList<int> tokens, int vocabularySize)
    {
        if (tokens.Count > vocabularySize)
        {
            throw InferenceException.InvalidArgument(
                name, $"'{name}' has {tokens.Count} entries: at most {vocabularySize} were expected.");
        }

        foreach (var token in tokens)
        {
            CheckToken(name, token, vocabularySize);
        }
    }

    private static void CheckToken(string name, int token, int vocabularySize)
    {
        if ((uint)token >= (uint)vocabularySize)
        {
            throw InferenceException.InvalidArgument(
                name, $"'{name}' names token {token}: ids from 0 to {vocabularySize - 1} were expected.");
        }
    }
}
