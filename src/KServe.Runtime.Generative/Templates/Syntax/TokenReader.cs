namespace KServe.Runtime.Generative.Templates.Syntax;

/// <summary>Goes through the parts of a template.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _at;

    /// <summary>Gets the present part.</summary>
    public Token Current => tokens[_at];

    /// <summary>Gets the part behind the present one.</summary>
    public Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Takes the present part.</summary>
    public Token Next()
    {
        var token = tokens[_at];
        _at += _at + 1 < tokens.Count ? 1 : 0;
        return token;
    }

    /// <summary>Tells whether the present part is this one.</summary>
    public bool Is(TokenKind kind, string text) => Current.Kind == kind && Current.Text == text;

    /// <summary>Takes the present part if it is this one.</summary>
    public bool TryTake(TokenKind kind, string text)
    {
        if (!Is(kind, text))
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Takes the present part, which must be of a kind.</summary>
    public Token Expect(TokenKind kind, string what) =>
        Current.Kind == kind ? Next() : throw Error($"{what} is expected, not {Describe()}");

    /// <summary>Takes a symbol, which must be there.</summary>
    public void Expect(string symbol)
    {
        if (!TryTake(TokenKind.Symbol, symbol))
        {
            throw Error($"'{symbol}' is expected, not {Describe()}");
        }
    }

    /// <summary>Creates the error of the present part.</summary>
    public InferenceException Error(string reason) => TemplateLexer.Error(Current.Line, reason);

    /// <summary>Names the present part, for errors.</summary>
    public string Describe() => Current.Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.BlockEnd or TokenKind.VariableEnd => "the end of the tag",
        _ => $"'{Current.Text}'",
    };
}
