namespace KServe.Runtime.Generative.Scheduling;

/// <summary>What one tenant has been served.</summary>
internal sealed class TenantAccount(string name)
{
    public string Name => name;

    /// <summary>Gets or sets the weighted tokens that were computed for the tenant.</summary>
    public double Served { get; set; }

    /// <summary>Gets or sets how many requests of the tenant have not ended.</summary>
    public int Requests { get; set; }
}
