using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Scheduling;

/// <summary>The accounts of all tenants; who was served least comes next.</summary>
/// <remarks>
/// The virtual token counter of Y. Sheng et al., Fairness in Serving Large Language Models (OSDI 2024), with its
/// weights: what a tenant is charged is divided by its weight. A tenant that comes back begins where the least served
/// of the active ones is, so that nobody saves up. Not safe for concurrent use.
/// </remarks>
internal sealed class TenantLedger
{
    private const int MaxIdleAccounts = 1024;
    private const double OutputWeight = 2;

    private readonly Dictionary<string, TenantAccount> _accounts = [];
    private readonly Dictionary<string, double> _weights;

    /// <summary>Creates a ledger without accounts.</summary>
    /// <param name="weights">The weights of tenants by name; the others have 1.</param>
    public TenantLedger(IEnumerable<KeyValuePair<string, double>> weights) =>
        _weights = new Dictionary<string, double>(weights, StringComparer.Ordinal);

    /// <summary>Gets how many accounts are remembered.</summary>
    public int Count => _accounts.Count;

    /// <summary>Adds a request to a tenant's account.</summary>
    public TenantAccount Enter(string tenant)
    {
        ref var account = ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, tenant, out _);
        account ??= new TenantAccount(tenant, _weights.GetValueOrDefault(tenant, 1));
        if (account.Requests++ == 0)
        {
            account.Served = Math.Max(account.Served, GetLeastServed(account));
        }

        return account;
    }

    /// <summary>Takes a request from a tenant's account.</summary>
    public void Leave(TenantAccount account)
    {
        if (--account.Requests == 0 && _accounts.Count > MaxIdleAccounts)
        {
            // What an idle tenant owes is forgiven before the books grow without bound.
            foreach (var (name, idle) in _accounts)
            {
                if (idle.Requests == 0)
                {
                    _accounts.Remove(name);
                }
            }
        }
    }

    /// <summary>Charges tokens that are computed for a sequence, each position once however often.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="end">The position behind the tokens.</param>
    public static void Charge(Sequence sequence, int end)
    {
        var start = Math.Max(sequence.Charged, sequence.Computed);
        if (end <= start)
        {
            return;
        }

        var prompt = Math.Max(0, Math.Min(end, sequence.PromptLength) - start);
        sequence.Owner.Account!.Charge(prompt + ((end - start - prompt) * OutputWeight));
        sequence.Charged = end;
    }

    private double GetLeastServed(TenantAccount newcomer)
    {
        var least = double.MaxValue;
        foreach (var account in _accounts.Values)
        {
            if (account.Requests > 0 && account != newcomer)
            {
                least = Math.Min(least, account.Served);
            }
        }

        return least == double.MaxValue ? 0 : least;
    }
}
