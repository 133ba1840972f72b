namespace KServe.ControlPlane;

/// <summary>Names how many values a field takes.</summary>
internal enum FieldShape
{
    One,
    List,
    Map,
}
