namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>One token for every word.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, int? unknownId) : TokenizerModel(vocabulary)
{
    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> word, int origin, TokenBuffer output)
    {
        if (!Vocabulary.TryGetId(word, out var id))
        {
            id = unknownId ?? throw InferenceException.InvalidArgument(
                "the text holds a word that the tokenizer has no token for, and model.unk_token is none of its tokens");
        }

        output.Add(id, origin, origin + word.Length);
    }
}
