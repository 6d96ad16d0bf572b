"""An Airflow DAG: load what is new, write the dashboard if a target was missed, send it.

The exit code 4 of `supportwh dashboard --if-missed` skips the tasks after it.
"""

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

FOLDER = "/srv/support"

with DAG(
    "support_dashboard",
    schedule="0 11 3 * *",
    start_date=datetime(2025, 3, 1),
    catchup=False,
    max_active_runs=1,
):
    build = BashOperator(task_id="build", bash_command="supportwh build --quiet", cwd=FOLDER, append_env=True)
    dashboard = BashOperator(
        task_id="dashboard",
        bash_command="supportwh dashboard --mail --attach page --if-missed "
        "--from reports@example.org --to managers@example.org",
        cwd=FOLDER,
        append_env=True,
        skip_on_exit_code=4,
    )
    send = BashOperator(task_id="send", bash_command="/usr/sbin/sendmail -t < dashboard.eml", cwd=FOLDER)
    build >> dashboard >> send
