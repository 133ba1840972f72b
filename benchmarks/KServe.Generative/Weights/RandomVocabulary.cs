namespace KServe.Generative.Weights;

/// <summary>A byte-level vocabulary of made-up words.</summary>
internal static class RandomVocabulary
{
    private const int Letters = 26;
    private const int Bytes = 256;
    private const char Space = '\u0120';

    /// <summary>Creates the tokens: all bytes, words, and the end token as the last.</summary>
    public static string[] Create(int count)
    {
        var tokens = new string[count];
        var shifted = 0;
        for (var value = 0; value < Bytes; value++)
        {
            var isShown = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            tokens[value] = ((char)(isShown ? value : Bytes + shifted++)).ToString();
        }

        tokens[Bytes] = $"{Space}a";
        for (var i = Bytes + 1; i < count - 1; i++)
        {
            tokens[i] = Word(i);
        }

        tokens[^1] = "<|endoftext|>";
        return tokens;
    }

    private static string Word(int number)
    {
        Span<char> letters = [Space, 'a', 'a', 'a', 'a'];
        for (var place = letters.Length - 1; place > 0; place--)
        {
            letters[place] = (char)('a' + (number % Letters));
            number /= Letters;
        }

        return new string(letters);
    }
}
