using System.Globalization;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Models.Seq2Seq;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Serving.TextToText;

/// <summary>Checks requests to an encoder-decoder and prepares their answers.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AnswerFactory(
    LanguageModelFiles files, T5Model model, GenerationDefaults defaults, int maxLogprobs)
{
    private readonly TokenizerText _text = new(files.Tokenizer);
    private readonly LogprobReader _logprobs = new(files.Tokenizer);
    private readonly SamplingLimits _limits = new(model.VocabularySize, maxLogprobs);
    private readonly int _start = files.Configuration.Tokens.DecoderStart ?? files.Configuration.Tokens.Padding
        ?? throw InferenceException.InvalidArgument("config.json: decoder_start_token_id is missing");

    /// <summary>Prepares one answer for each choice.</summary>
    /// <exception cref="InferenceException">A parameter is wrong, or the text too long.</exception>
    public Answer[] Create(
        TextGenerationRequest request,
        int[] prompt,
        int maxLength,
        Func<int, ITokenMask>? createMask)
    {
        var settings = defaults.ApplyTo(request.Sampling);
        SamplingValidator.Check(settings, in _limits);
        if (settings.PromptLogprobs is not null)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                "'prompt_logprobs' is not supported: the model reads its prompt with an encoder.")
            {
                Parameter = "prompt_logprobs",
            };
        }

        if (prompt.Length > maxLength)
        {
            throw TooLong(prompt.Length.ToString(CultureInfo.InvariantCulture), maxLength);
        }

        var badWords = settings.BadWords.Select(_text.Encode).Where(static word => word.Length > 0).ToArray();
        var seed = unchecked((ulong)Random.Shared.NextInt64());
        var plan = new SamplingPlan(settings, model.VocabularySize, files.EndTokens, badWords, seed);
        var answers = new Answer[settings.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = new Answer(model, prompt, _start, maxLength, _logprobs)
            {
                State = new SamplerState(plan, i, [_start], createMask?.Invoke(i)),
                Text = CreateText(settings),
            };
        }

        return answers;
    }

    /// <summary>Creates the error of texts that are too long.</summary>
    public static InferenceException TooLong(string length, int maxLength) => new(
        InferenceErrorCode.InvalidArgument, $"The prompt has {length} tokens: at most {maxLength} were expected.")
    {
        Parameter = "prompt",
        Reason = GenerationErrors.ContextLengthCode,
    };

    private SequenceText CreateText(SamplingParameters settings)
    {
        var matcher = settings.Stop.Count > 0
            ? new StopMatcher(new StopTexts(settings.Stop), settings.IncludesStop)
            : null;
        return new SequenceText(_text.CreateDecoder([], settings.SkipsSpecialTokens), matcher, settings.MinTokens);
    }
}
