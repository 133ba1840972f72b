namespace KServe.Runtime.Generative.Scheduling;

/// <summary>What one tenant has been served.</summary>
/// <param name="name">The tenant.</param>
/// <param name="weight">How many times as much as a tenant of weight 1 it is served.</param>
internal sealed class TenantAccount(string name, double weight)
{
    public string Name => name;

    /// <summary>Gets or sets the tokens that were computed for the tenant, by their cost and its weight.</summary>
    public double Served { get; set; }

    /// <summary>Gets or sets how many requests of the tenant have not ended.</summary>
    public int Requests { get; set; }

    /// <summary>Charges what tokens cost.</summary>
    public void Charge(double cost) => Served += cost / weight;
}
