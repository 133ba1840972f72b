namespace KServe.Runtime.Generative.Templates.Syntax;

/// <summary>The kinds of parts that a template is made of.</summary>
internal enum TokenKind
{
    /// <summary>Text outside all tags.</summary>
    Data,

    /// <summary>The begin of a printed expression.</summary>
    VariableBegin,

    /// <summary>The end of a printed expression.</summary>
    VariableEnd,

    /// <summary>The begin of a statement.</summary>
    BlockBegin,

    /// <summary>The end of a statement.</summary>
    BlockEnd,

    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number with a fraction.</summary>
    Float,

    /// <summary>An operator or bracket.</summary>
    Symbol,

    /// <summary>The end of the template.</summary>
    End,
}
