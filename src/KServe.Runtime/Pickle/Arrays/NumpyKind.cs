namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Names the kinds of numpy data types that are read.</summary>
internal enum NumpyKind
{
    /// <summary>Booleans of one byte (<c>b1</c>).</summary>
    Boolean,

    /// <summary>Signed integers (<c>i1</c> to <c>i8</c>).</summary>
    Signed,

    /// <summary>Unsigned integers (<c>u1</c> to <c>u8</c>).</summary>
    Unsigned,

    /// <summary>Floating-point numbers (<c>f2</c>, <c>f4</c>, <c>f8</c>).</summary>
    Float,

    /// <summary>Complex numbers (<c>c8</c>, <c>c16</c>).</summary>
    Complex,

    /// <summary>Texts of fixed width in UTF-32 (<c>U</c>).</summary>
    Text,

    /// <summary>Bytes of fixed width (<c>S</c>).</summary>
    Bytes,

    /// <summary>Raw bytes and records with named fields (<c>V</c>).</summary>
    Record,

    /// <summary>Python values (<c>O</c>), held in <see cref="NumpyArray.Objects"/>.</summary>
    Object,

    /// <summary>Dates and spans of time (<c>M8</c>, <c>m8</c>), as their integers.</summary>
    Time,
}
