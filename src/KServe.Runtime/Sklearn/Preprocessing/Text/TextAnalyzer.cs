namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Turns a document into terms: lowers it, strips accents, and cuts it into n-grams.</summary>
/// <remarks>Safe for concurrent calls; what a call needs lies in its <see cref="TermBuffer"/>.</remarks>
internal sealed class TextAnalyzer
{
    private readonly bool _isLowering;
    private readonly AccentStripping _accents;
    private readonly NgramCutter _cutter;

    private TextAnalyzer(bool isLowering, AccentStripping accents, NgramCutter cutter)
    {
        _isLowering = isLowering;
        _accents = accents;
        _cutter = cutter;
    }

    /// <summary>Reads the analysis from a vectoriser's parameters.</summary>
    /// <exception cref="InvalidDataException">A parameter is a function, which is code and never run.</exception>
    public static TextAnalyzer Read(SklearnObject source)
    {
        foreach (var name in (string[])["preprocessor", "tokenizer"])
        {
            if (source.Has(name))
            {
                throw source.Invalid($"{name} is a function, and no code of a model file is run");
            }
        }

        if (source.Text("input", "content") != "content")
        {
            throw source.Invalid("input must be 'content': no files are read for requests");
        }

        var accents = source.ValueOrNull("strip_accents") switch
        {
            null or false => AccentStripping.None,
            "ascii" => AccentStripping.Ascii,
            "unicode" => AccentStripping.Unicode,
            _ => throw source.Invalid("strip_accents must be 'ascii', 'unicode' or None, not a function"),
        };
        return new TextAnalyzer(source.Flag("lowercase", fallback: true), accents, NgramCutter.Read(source));
    }

    /// <summary>Hands every term of a document to a sink, as often as it occurs.</summary>
    public void Analyze(string document, TermBuffer buffer, TermSink sink)
    {
        var text = _isLowering ? PythonText.Lower(document) : document;
        _cutter.Cut(Accents.Strip(text, _accents), buffer, sink);
    }
}
