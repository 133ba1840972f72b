namespace KServe.ControlPlane;

/// <summary>Names what a field takes.</summary>
internal enum FieldKind
{
    Text,
    Integer,
    Number,
    Boolean,
    Quantity,
    IntegerOrText,
    Duration,
    Anything,
    Object,
}
