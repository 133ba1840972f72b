namespace KServe.ControlPlane;

/// <summary>Names what happens with a field.</summary>
internal enum FieldUse
{
    /// <summary>The field changes what is served.</summary>
    Acts,

    /// <summary>The field belongs to the bookkeeping of clusters; nothing is said about it.</summary>
    Silent,

    /// <summary>The field means nothing in a process; that is said once.</summary>
    Accepted,
}
