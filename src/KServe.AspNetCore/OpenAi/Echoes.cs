using KServe.Protocol;

namespace KServe.AspNetCore;

/// <summary>Finds the texts with which the choices of a completion begin when it echoes its prompts.</summary>
internal static class Echoes
{
    /// <summary>Gets a text for each prompt, or none.</summary>
    public static IReadOnlyList<string> Of(OpenAiRequest request, ModelRevision revision)
    {
        if (!request.IsEcho || request.IsChat)
        {
            return [];
        }

        return [.. request.Prompts.Select(prompt => prompt.Text ?? Detokenize(prompt, revision))];
    }

    private static string Detokenize(TextGenerationRequest prompt, ModelRevision revision) =>
        revision.GetService(typeof(ITextTokenizer)) is ITextTokenizer tokenizer
            ? tokenizer.Detokenize(prompt.TokenIds!)
            : throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                "'echo' needs a prompt of text: the model does not tell its tokens.")
            {
                Parameter = "echo",
            };
}
