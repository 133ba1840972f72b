using KServe.Runtime.Generative.TextInputs;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative;

/// <summary>Turns texts into the tensors of token ids that a model takes.</summary>
/// <remarks>
/// Reads <c>tokenizer.json</c> as the Hugging Face tokenizers library writes it. Safe for concurrent use. The texts of
/// one request are tokenized one after the other.
/// </remarks>
/// <param name="options">Read when the model loads.</param>
public sealed class TokenizerTransformer(TokenizerOptions options) : Transformer
{
    private TokenizerPlan? _plan;
    private ModelSignature? _signature;

    /// <inheritdoc/>
    public override ModelSignature? Signature => _signature;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of its range or does not fit the model.</exception>
    /// <exception cref="InferenceException">A file of the tokenizer cannot be read.</exception>
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Large vocabularies take a while.
        _plan = await Task.Run(
            () => TokenizerPlan.Create(options, context.InnerSignature, context.ArtifactPath), cancellationToken);
        _signature = _plan.Describe(context.InnerSignature);
    }

    /// <inheritdoc/>
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = _plan ?? throw new InvalidOperationException("The transformer is not loaded.");
        var texts = TextElements.Read(request.GetInput(plan.Options.Input), plan.Options);
        var pairs = ReadPairs(request, plan.Options, texts.Length);
        var encodings = new TokenEncoding[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            encodings[i] = Encode(plan, texts[i], pairs?[i], i);
        }

        var following = request.CreateFollowing();
        try
        {
            CopyRest(request, following, plan);
            TokenTensors.Add(following, plan, encodings);
            return new(following);
        }
        catch
        {
            following.Dispose();
            throw;
        }
    }

    private static string[]? ReadPairs(InferRequest request, TokenizerOptions options, int count)
    {
        if (options.PairInput is not { } name || request.FindInput(name) is not { } tensor)
        {
            return null;
        }

        var pairs = TextElements.Read(tensor, options);
        return pairs.Length == count
            ? pairs
            : throw InferenceException.InvalidArgument(
                $"input '{name}' has {pairs.Length} texts, input '{options.Input}' has {count}");
    }

    private static TokenEncoding Encode(TokenizerPlan plan, string text, string? pair, int index)
    {
        CheckLeast(plan, text, pair, index);
        TokenEncoding encoding;
        try
        {
            encoding = pair is null
                ? plan.Tokenizer.Encode(text, plan.Encoding)
                : plan.Tokenizer.Encode(text, pair, plan.Encoding);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.InvalidArgument)
        {
            throw InferenceException.InvalidArgument(
                $"input '{plan.Options.Input}': element {index}: {error.Message}");
        }

        return encoding.Ids.Count <= plan.MaxLength
            ? encoding
            : throw InferenceException.InvalidArgument(
                $"input '{plan.Options.Input}': element {index} has {encoding.Ids.Count} tokens, "
                + $"at most {plan.MaxLength} are allowed");
    }

    // What cannot fit costs no more than a look at its characters.
    private static void CheckLeast(TokenizerPlan plan, string text, string? pair, int index)
    {
        var isPair = pair is not null;
        var least = plan.Encoding.Truncation is not null
            ? 0
            : plan.Tokenizer.CountAtLeast(text, isPair) + plan.Tokenizer.CountAtLeast(pair, isPair);
        if (least > plan.MaxLength)
        {
            throw InferenceException.InvalidArgument(
                $"input '{plan.Options.Input}': element {index} has at least {least} tokens, "
                + $"at most {plan.MaxLength} are allowed");
        }
    }

    private static void CopyRest(InferRequest from, InferRequest to, TokenizerPlan plan)
    {
        for (var i = 0; i < from.Inputs.Count; i++)
        {
            var name = from.Inputs[i].Name;
            if (name != plan.Options.Input && name != plan.Options.PairInput)
            {
                to.Inputs.Add(from.Inputs[i].Alias(name));
            }
        }

        for (var i = 0; from.HasParameters && i < from.Parameters.Count; i++)
        {
            var (name, value) = from.Parameters.At(i);
            to.Parameters[name] = value;
        }

        for (var i = 0; from.HasOutputs && i < from.Outputs.Count; i++)
        {
            to.Outputs.Add(from.Outputs[i]);
        }
    }
}
