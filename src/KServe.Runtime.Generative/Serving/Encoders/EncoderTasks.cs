using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models.Encoders;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Finds out what a model is asked for, as huggingfaceserver does: by its architecture.</summary>
internal static class EncoderTasks
{
    private const string Supported =
        "text_embedding, sequence_classification, token_classification, fill_mask, text_generation and "
        + "text2text_generation are";

    /// <summary>Gets the task of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asked">The task that was asked for.</param>
    /// <exception cref="InferenceException">The model cannot do it, or nothing here can.</exception>
    public static LanguageModelTask Get(ModelConfiguration model, LanguageModelTask asked)
    {
        var isEncoder = EncoderPlans.Has(model);
        var own = isEncoder
            ? Infer(model, isAsked: asked != LanguageModelTask.Auto)
            : LanguageModelTask.TextGeneration;
        var task = asked == LanguageModelTask.Auto ? own : asked;
        var isPossible = task switch
        {
            LanguageModelTask.TextGeneration => !isEncoder,
            LanguageModelTask.Text2TextGeneration => model.DecoderLayerCount > 0 && HasDecoder(model),
            _ => isEncoder,
        };
        return isPossible
            ? task
            : throw InferenceException.InvalidArgument(
                $"task {Describe(task)}: a model of the architecture {model.Architecture} has no such task");
    }

    /// <summary>Gets the head that a task needs.</summary>
    public static EncoderTask ToHead(LanguageModelTask task) => task switch
    {
        LanguageModelTask.SequenceClassification => EncoderTask.SequenceClassification,
        LanguageModelTask.TokenClassification => EncoderTask.TokenClassification,
        LanguageModelTask.FillMask => EncoderTask.MaskedTokens,
        _ => EncoderTask.Embedding,
    };

    /// <summary>Gets the name of a task, as KServe writes it.</summary>
    public static string Describe(LanguageModelTask task) => task switch
    {
        LanguageModelTask.TextGeneration => "text_generation",
        LanguageModelTask.Text2TextGeneration => "text2text_generation",
        LanguageModelTask.SequenceClassification => "sequence_classification",
        LanguageModelTask.TokenClassification => "token_classification",
        LanguageModelTask.FillMask => "fill_mask",
        _ => "text_embedding",
    };

    private static LanguageModelTask Infer(ModelConfiguration model, bool isAsked)
    {
        var name = model.Architecture;
        bool Ends(string suffix) => name.EndsWith(suffix, StringComparison.Ordinal);
        if (Ends("ForSequenceClassification"))
        {
            return LanguageModelTask.SequenceClassification;
        }

        if (Ends("ForTokenClassification"))
        {
            return LanguageModelTask.TokenClassification;
        }

        // Folders of sentence-transformers name the architecture that the model was trained with.
        if (Ends("ForMaskedLM") && model.Pooling is null)
        {
            return LanguageModelTask.FillMask;
        }

        if (Ends("ForConditionalGeneration"))
        {
            return LanguageModelTask.Text2TextGeneration;
        }

        return !isAsked && (Ends("ForQuestionAnswering") || Ends("ForMultipleChoice"))
            ? throw InferenceException.InvalidArgument(
                $"config.json: the task of the architecture {name} is not supported; {Supported}. Set task to have the "
                + "model answer another one.")
            : LanguageModelTask.TextEmbedding;
    }

    // T5's encoder alone is published, too.
    private static bool HasDecoder(ModelConfiguration model) =>
        !model.Architecture.EndsWith("EncoderModel", StringComparison.Ordinal);
}
