namespace KServe;

/// <summary>Keeps a revision alive while a request uses it.</summary>
/// <remarks>Dispose exactly once, after the response was disposed.</remarks>
public readonly struct RevisionLease : IDisposable, IEquatable<RevisionLease>
{
    internal RevisionLease(ModelRevision revision) => Revision = revision;

    /// <summary>Gets the pinned revision.</summary>
    public ModelRevision Revision { get; }

    /// <summary>Tells whether two leases pin the same revision.</summary>
    public static bool operator ==(RevisionLease left, RevisionLease right) => left.Equals(right);

    /// <summary>Tells whether two leases pin different revisions.</summary>
    public static bool operator !=(RevisionLease left, RevisionLease right) => !left.Equals(right);

    /// <summary>Gives the revision back; the last lease of a retired revision disposes it.</summary>
    public void Dispose() => Revision?.Unpin();

    /// <inheritdoc/>
    public bool Equals(RevisionLease other) => ReferenceEquals(Revision, other.Revision);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RevisionLease other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Revision?.GetHashCode() ?? 0;
}
